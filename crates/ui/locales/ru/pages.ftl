# What several pages say.
continue = Продолжить
back-to-sign-in = Вернуться ко входу
change = Изменить
skip = Не сейчас
optional = необязательно
choose-option = Выберите
foot-terms = Условия использования
foot-privacy = Политика конфиденциальности
foot-help = Помощь
show-password = Показать пароль
hide-password = Скрыть пароль
copy = Копировать
copied = Скопировано в буфер обмена.
copy-refused = Браузер не разрешил копирование. Выделите текст и скопируйте его сами.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Имя пользователя
label-email = Адрес электронной почты
label-phone = Номер телефона
label-username-or-email = Имя пользователя или адрес электронной почты
label-username-or-phone = Имя пользователя или номер телефона
label-email-or-phone = Адрес электронной почты или номер телефона
label-any-identifier = Имя пользователя, адрес электронной почты или номер телефона
missing-username = Введите имя пользователя.
missing-email = Введите адрес электронной почты.
missing-phone = Введите номер телефона.
missing-username-or-email = Введите имя пользователя или адрес электронной почты.
missing-username-or-phone = Введите имя пользователя или номер телефона.
missing-email-or-phone = Введите адрес электронной почты или номер телефона.
missing-any-identifier = Введите имя пользователя, адрес электронной почты или номер телефона.
phone-hint = С кодом страны, например +7 или +49.
label-password = Пароль
missing-password = Введите пароль.

# Signing in. $name is the application.
sign-in-title = Вход в { $name }
sign-in-button = Войти
sign-in-new-here = Впервые в { $name }?
sign-in-create = Создать аккаунт
sign-in-forgot = Забыли пароль?
password-title = Введите пароль
use-code = Войти по коду
use-password = Войти по паролю
link-title = Вход по ссылке
link-lead = Открытая вами ссылка была отправлена на { $address }. Продолжите, чтобы войти по ней.

# Codes that are sent. $address is where to.
code-title-email = Проверьте почту
code-title-phone = Проверьте сообщения
code-lead = Мы отправили шестизначный код на { $address }.
code-lead-maybe = Если { $address } принадлежит аккаунту, шестизначный код уже в пути.
code-validity = { $minutes ->
    [one] Он действует { $minutes } минуту.
    [few] Он действует { $minutes } минуты.
    [many] Он действует { $minutes } минут.
   *[other] Он действует { $minutes } минуты.
}
label-code = Код
missing-code = Введите шесть цифр кода.
code-again = Отправить ещё один код
code-sent-again = Ещё один код уже в пути.
code-wait = { $seconds ->
    [one] Новый код можно запросить через { $seconds } секунду.
    [few] Новый код можно запросить через { $seconds } секунды.
    [many] Новый код можно запросить через { $seconds } секунд.
   *[other] Новый код можно запросить через { $seconds } секунды.
}
send-code = Отправить код
use-other-email = Указать другой адрес
use-other-phone = Указать другой номер

# What a verified address leads to.
no-account-title = Аккаунта ещё нет
no-account-lead = Аккаунта с { $address } здесь нет. Создать его сейчас? Новый код не понадобится.
no-account-lead-uncoded = Аккаунта с { $address } здесь нет. Создать его сейчас?
account-exists-title = У вас уже есть аккаунт
account-exists-lead = { $address } принадлежит аккаунту. Войти в него? Новый код не понадобится.

# Registration.
register-title = Создайте аккаунт
register-document-title = Создание аккаунта для { $name }
register-lead = чтобы перейти в { $name }
register-button = Создать аккаунт
register-have-account = Уже есть аккаунт?
missing-new-username = Выберите имя пользователя.
missing-new-password = Придумайте пароль.
username-rule = Буквы от a до z, цифры и знаки подчёркивания. Не может начинаться с цифры.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = Создавая аккаунт, вы принимаете { $terms } и { $privacy }.
agree-terms = Создавая аккаунт, вы принимаете { $terms }.
agree-privacy = Создавая аккаунт, вы принимаете { $privacy }.
tick-both = Я принимаю { $terms } и { $privacy }.
tick-terms = Я принимаю { $terms }.
tick-privacy = Я принимаю { $privacy }.
terms-of-use = условия использования
privacy-policy = политику конфиденциальности
missing-agreement = Отметьте согласие, прежде чем продолжить.

# Passwords.
new-password-title = Придумайте пароль
reset-password-title = Придумайте новый пароль
label-new-password = Новый пароль
save-password = Сохранить пароль
password-rule-length = { $min ->
    [one] Не менее { $min } символа.
    [few] Не менее { $min } символов.
    [many] Не менее { $min } символов.
   *[other] Не менее { $min } символа.
}
password-rule-types = Символов не менее { $min }, видов не менее { $types } из следующих: строчные буквы, прописные буквы, цифры и знаки.
forgot-title = Сброс пароля
forgot-lead = Мы отправим вам код. С ним вы придумаете новый пароль.
password-changed = Пароль изменён. Войдите с новым.

# What an account still lacks.
username-title = Выберите имя пользователя
email-title = Добавьте адрес электронной почты
phone-title = Добавьте номер телефона
email-or-phone-title = Добавьте адрес электронной почты или номер телефона
address-lead = Мы отправим код, чтобы убедиться, что он ваш.
profile-title = Ещё немного сведений
profile-lead = { $name } запрашивает их, чтобы дополнить ваш аккаунт.
missing-field = Заполните это поле.
field-wrong = Значение не в том виде, который требуется.
field-given-name = Имя
field-middle-name = Второе имя
field-family-name = Фамилия
field-address-formatted = Адрес
field-address-street = Улица и дом
field-address-locality = Город
field-address-region = Область или регион
field-address-postal-code = Почтовый индекс
field-address-country = Страна
