# May this application have what it asks for? $name is the application.
consent-document-title = Разрешение для { $name }
consent-title = { $name } запрашивает доступ
consent-lead = Приложение сможет делать перечисленное здесь, пока вы или администратор не отзовёте разрешение.
signed-in-as = Вы вошли как
consent-account = Ваш аккаунт
consent-your-organizations = Ваши организации
consent-organizations = Организации, в которых оно может работать
consent-organizations-hint = Оно видит только отмеченные вами организации.
consent-allow = Разрешить
consent-deny = Отклонить
consent-return = Вы вернётесь на { $host }. Разрешайте только приложениям, которым доверяете.
consent-device = Вы выполняете вход на устройстве. Разрешайте только приложениям, которым доверяете.
consent-nothing-new = Ничего нового оно не запрашивает. Разрешённое ранее остаётся разрешённым.
consent-nothing-open = То, что оно запрашивает, относится к организациям, в которых оно работать не может. Разрешение ничего не добавит. Разрешённое ранее остаётся разрешённым.
consent-out-of-date = Форма устарела. Решите ещё раз.
consent-undecided = Выберите: разрешить или отклонить.
consent-left = Вы больше не состоите в одной из выбранных организаций. Выберите ещё раз.
scope-openid = Узнавать ваш аккаунт
scope-offline-access = Сохранять вход, пока вас нет
scope-profile = Видеть ваше имя, имя пользователя и фото
scope-email = Видеть ваш адрес электронной почты
scope-phone = Видеть ваш номер телефона
scope-address = Видеть ваш почтовый адрес
scope-custom-data = Видеть другие данные о вас
scope-identities = Видеть привязанные вами аккаунты
scope-roles = Видеть ваши роли
scope-organizations = Видеть организации, в которых вы состоите
scope-organization-roles = Видеть ваши роли в организациях
scope-sessions = Видеть и завершать ваши сеансы

# The end of a session.
sign-out-title = Выйти?
sign-out-lead = Вы выйдете из { $name } и из всех приложений, которые открыли с этим аккаунтом в этом браузере.
sign-out-stay = Не выходить
sign-out-button = Выйти
signed-out-title = Вы вышли
signed-out-lead = Вы успешно вышли.
taking-you-back = Возвращаемся в приложение…

# Pages that only say something.
unknown-session-title = Этот вход больше не выполняется
unknown-session-lead = Его срок истёк, он завершён в другой вкладке, или эта страница открыта из закладок. Вернитесь в приложение и войдите оттуда.
not-found-title = Такой страницы нет
not-found-lead = Возможно, в адресе опечатка или страница перемещена.
failed-title = Не получилось
failed-title-forbidden = Это было запрещено
failed-title-server = Что-то пошло не так на нашей стороне
failed-lead = Вернитесь в приложение и начните сначала.
failed-lead-server = Запрос не выполнен. Попробуйте ещё раз; если это повторится, сообщите тем, кто обслуживает этот сервер.
details = Подробности для разработчиков
details-status = Статус
details-code = Код
details-description = Описание
