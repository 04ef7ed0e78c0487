# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Второй шаг
own-factors-lead = С ним никто не войдёт, зная только ваш пароль.
own-passkeys = Ключи доступа
own-passkeys-lead = Входите по отпечатку пальца, лицу, блокировке экрана или ключу безопасности.
own-no-passkeys = Ключей доступа пока нет.
own-add-passkey = Добавить ключ доступа
own-not-set-up = Не настроено
own-set-up = Настроить
own-set-up-named = Настроить: { $name }
own-replace = Заменить
own-replace-named = Заменить: { $name }
own-codes-left = { $count ->
    [one] Остался { $count } код
    [few] Осталось { $count } кода
   *[other] Осталось { $count } кодов
}
own-codes-first = Они заменяют другой второй шаг. Сначала настройте его.
own-new-codes = Получить новые коды
own-new-codes-consequence = Нынешние коды перестанут действовать.
own-remove-named = Удалить: { $name }
own-remove-question = Удалить: { $name }?
own-remove-consequence = Вы больше не сможете подтверждать им, что это вы.
own-remove-last-consequence = Это последний второй шаг. Вместе с ним исчезнут резервные коды, и войти сможет любой, кто знает пароль.
own-rename = Переименовать
own-rename-named = Переименовать: { $name }
own-label-name = Название
own-passkey-name-hint = Чтобы узнать его потом, например «Рабочий ноутбук».
own-missing-name = Введите название.
own-bad-name = Не более { $max } символов, и только видимые.
own-passkey-failed = Браузер не создал ключ. Попробуйте ещё раз или на другом устройстве.
own-asked = Второй шаг при входе
own-asked-on = Запрашивается каждый раз.
own-asked-off = Не запрашивается.
own-ask-start = Спрашивать каждый раз
own-ask-stop = Не спрашивать
own-added = Добавлено: { $date }
own-used = Последнее использование: { $when }
own-done-factor = Второй шаг настроен.
own-done-passkey = Ключ доступа добавлен.
own-done-removed = Удалено.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Сеансы и устройства
own-sessions-lead = Где вы вошли. Завершите незнакомое, затем смените пароль.
own-session-here = Этот браузер
own-device = { $browser }, { $system }
own-device-unknown = Неизвестный браузер
own-last-active = Последняя активность: { $when }
own-end = Завершить
own-end-named = Завершить сеанс: { $name }
own-end-question = Завершить этот сеанс?
own-end-consequence = { $name }: будет выполнен выход, в том числе из всех открытых там приложений.
own-end-others = Завершить все остальные сеансы
own-end-others-question = Завершить все остальные сеансы?
own-end-others-consequence = Вы выйдете везде, кроме этого браузера, в том числе из всех открытых там приложений.
own-done-ended = Сеанс завершён.
own-done-ended-others = Все остальные сеансы завершены.

# What applications may do. $name is an application or an API.
own-applications = Подключённые приложения
own-applications-lead = То, что вы разрешили, действует, пока вы это не отзовёте.
own-applications-none = Ни одно приложение не может действовать за вас.
own-allowed = Разрешено: { $date }
own-permissions = Разрешения для { $name }
own-revoke = Отозвать
own-revoke-named = Отозвать доступ: { $name }
own-revoke-question = Отозвать доступ: { $name }?
own-revoke-consequence = Вы выйдете из него, и оно ничего не сможет делать за вас, пока вы снова не разрешите.
own-done-revoked = Оно больше ничего не может делать за вас.

# Tokens of one's own.
own-tokens = Личные токены доступа
own-tokens-lead = Для ваших программ, которые действуют за вас. Храните их как пароли.
own-tokens-none = Токенов пока нет.
own-create-token = Создать токен
own-token-name-hint = Для чего он, например «Скрипт резервного копирования».
own-token-expiry = Срок
own-token-never = Никогда
own-token-days = { $count ->
    [one] Через { $count } день
    [few] Через { $count } дня
   *[other] Через { $count } дней
}
own-token-title = Сохраните этот токен сейчас
own-token-shown = Он показывается один раз. Если потеряете, создайте другой и удалите этот.
own-token-saved = Я сохранил его
own-delete = Удалить
own-delete-named = Удалить: { $name }
own-delete-question = Удалить: { $name }?
own-delete-token-consequence = Программы с ним больше не смогут действовать за вас.
own-token-taken = У вас уже есть токен с этим названием. Выберите другое.
own-token-many = У вас максимальное число токенов. Сначала удалите один.
own-ends = Истекает: { $date }
own-ended = Истёк
own-done-token-deleted = Токен удалён.

# Where somebody belongs. $name is an organization.
own-organizations = Организации
own-organizations-lead = В каких вы состоите и куда приглашены.
own-organizations-none = Вы не состоите ни в одной организации.
own-invitations = Приглашения
own-invited-by = Приглашает { $name }
own-accept = Принять
own-accept-named = Принять приглашение: { $name }
own-decline = Отклонить
own-decline-named = Отклонить приглашение: { $name }
own-leave = Выйти
own-leave-named = Выйти из { $name }
own-leave-question = Выйти из { $name }?
own-leave-consequence = Вы сразу потеряете там роли и доступ. Вернуться можно только по приглашению.
own-last-administrator = Больше никто не сможет управлять { $name }. Сначала дайте кому-нибудь эту роль.
own-invitation-gone = Этого приглашения больше нет.
own-done-joined = Теперь вы состоите в организации.
own-done-declined = Приглашение отклонено.
own-done-left = Вы вышли из организации.

# Taking everything along, and the end. $text is what is typed.
own-data = Ваши данные
own-data-lead = Заберите всё, что о вас хранится, или удалите аккаунт.
own-export = Скачать данные
own-export-lead = Всё, что о вас хранится, в одном файле JSON, без паролей и других секретов.
own-export-often = Вы только что скачивали их много раз. Повторите через час.
own-delete-account = Удалить аккаунт
own-delete-account-lead = Он исчезнет сразу и навсегда.
own-delete-account-question = Удалить ваш аккаунт?
own-delete-everything = Профиль, сеансы, второй шаг и токены будут удалены. Восстановить их не сможет никто.
own-delete-memberships = Вы выйдете из всех организаций, и все приложения потеряют ваш аккаунт.
own-delete-type = Введите { $text } для подтверждения
own-delete-mistyped = Введите в точности: { $text }
own-deleted-title = Ваш аккаунт удалён
own-deleted-lead = Вы вышли везде. Эту страницу можно закрыть.

# Moments.
own-now = только что
own-minutes = { $count ->
    [one] { $count } минуту назад
    [few] { $count } минуты назад
   *[other] { $count } минут назад
}
own-hours = { $count ->
    [one] { $count } час назад
    [few] { $count } часа назад
   *[other] { $count } часов назад
}
own-days = { $count ->
    [one] { $count } день назад
    [few] { $count } дня назад
   *[other] { $count } дней назад
}
own-date = { $month ->
    [1] { $day } января { $year } г.
    [2] { $day } февраля { $year } г.
    [3] { $day } марта { $year } г.
    [4] { $day } апреля { $year } г.
    [5] { $day } мая { $year } г.
    [6] { $day } июня { $year } г.
    [7] { $day } июля { $year } г.
    [8] { $day } августа { $year } г.
    [9] { $day } сентября { $year } г.
    [10] { $day } октября { $year } г.
    [11] { $day } ноября { $year } г.
   *[other] { $day } декабря { $year } г.
}
