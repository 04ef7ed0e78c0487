# What is around the pages of the account center. $name is who is signed in.
account-title = Ваша учётная запись
account-skip = Перейти к содержимому
account-menu = Учётная запись: { $name }
account-other = Войти под другой учётной записью
account-sign-out = Выйти
account-save = Сохранить изменения
account-cancel = Отмена
account-remove = Удалить
account-none = Не указано
account-profile = Профиль
account-security = Безопасность
account-off-title = Здесь нет страниц учётной записи
account-off-lead = Владелец этого сервера их не открыл. Данные вашей учётной записи видны в приложениях, которыми вы пользуетесь.
account-closed-title = Это нельзя изменить здесь
account-closed-lead = Владелец этого сервера не открыл эту часть учётной записи. Попросите его изменить её для вас.

# Who somebody is.
account-profile-lead = Кто вы и как с вами связаться.
account-details = Личные данные
account-picture = Фотография
account-picture-choose = Выберите фотографию.
account-picture-upload = Загрузить фотографию
account-picture-hint = PNG, JPEG, GIF или WebP, не больше { $size } МБ.
account-picture-remove = Удалить фотографию
account-picture-type = Это не изображение, которое можно показать. Выберите файл PNG, JPEG, GIF или WebP.
account-picture-large = Это изображение слишком велико. Выберите файл не больше { $size } МБ.
account-picture-full = Сейчас больше изображений сохранить нельзя. Попробуйте завтра.
account-name = Имя
account-username-hint = С ним можно входить. Буквы от a до z, цифры и подчёркивания.
account-nickname = Прозвище
account-website = Сайт
account-birthdate = Дата рождения
account-preferred-taken = Это имя пользователя другого человека. Выберите другое.
account-language = Язык
account-language-lead = На каком языке эти страницы говорят с вами.
account-language-browser = Как просит браузер

# How somebody is reached. $address is where.
account-contact = Контакты
account-contact-lead = Туда приходят коды и сообщения о вашей учётной записи.
account-change-email = Изменить адрес электронной почты
account-add-email = Добавить адрес электронной почты
account-remove-email = Удалить адрес электронной почты
account-change-phone = Изменить номер телефона
account-add-phone = Добавить номер телефона
account-remove-phone = Удалить номер телефона
account-new-email = Новый адрес электронной почты
account-new-phone = Новый номер телефона
account-present = Сейчас:
account-removed-address = Вы больше не сможете входить с { $address } и получать туда коды.
account-needed = Здесь он нужен каждой учётной записи: его можно изменить, но не удалить.
account-last-method = Это единственный оставшийся способ входа. Сначала добавьте другой.
account-username-often = Вы только что сменили несколько имён пользователя. Повторите завтра.

# Accounts elsewhere. $provider is where.
account-linked = Связанные учётные записи
account-linked-lead = С ними можно входить.
account-not-linked = Не связана
account-single-sign-on = Единый вход
account-link = Связать
account-link-to = Связать учётную запись { $provider }
account-unlink = Отвязать
account-unlink-from = Отвязать вашу учётную запись { $provider }
account-unlinked-consequence = Вы больше не сможете входить через { $provider }.
account-link-taken = Эта учётная запись { $provider } связана здесь с чужой учётной записью. Сначала отвяжите её там.
account-link-exists = Учётная запись { $provider } уже связана. Сначала отвяжите её.
account-link-failed = Не удалось связать с { $provider }. Ничего не изменено; попробуйте ещё раз.

# How somebody signs in.
account-security-lead = Как вы входите и подтверждаете, что это вы.
account-password-set = Пароль задан
account-password-set-hint = При его смене вы выйдете везде.
account-password-unset = Пароля нет
account-password-unset-hint = С паролем можно входить без кода.
account-set-password = Задать пароль
account-change-password = Сменить пароль
account-change-password-lead = Вы выйдете везде, и здесь тоже, и войдёте с новым.
account-password-changed = Пароль изменён

# Proving once more who one is.
account-verify = Подтвердите, что это вы
account-verify-lead = Следующий шаг меняет способ входа. Об этом спрашивают раз в десять минут.
account-verify-email = Код по электронной почте
account-verify-phone = Код в СМС
account-verify-password = Ввести пароль
account-verify-sign-in = У вашей учётной записи нет ни пароля, ни адреса для кода. Войдите ещё раз, чтобы продолжить.
account-verify-factor = Вы вошли без второго шага. Войдите ещё раз, с ним, чтобы продолжить.
account-sign-in-again = Войти ещё раз
account-wrong-password = Этот пароль неверен.

# What was done.
account-done-saved = Изменения сохранены.
account-done-picture = Фотография изменена.
account-done-picture-removed = Фотография удалена.
account-done-email = Адрес электронной почты изменён.
account-done-email-removed = Адрес электронной почты удалён.
account-done-phone = Номер телефона изменён.
account-done-phone-removed = Номер телефона удалён.
account-done-password = Пароль задан.
account-done-linked = Учётная запись связана.
account-done-unlinked = Учётная запись больше не связана.
