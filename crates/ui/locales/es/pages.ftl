# What several pages say.
continue = Continuar
back-to-sign-in = Volver al inicio de sesión
change = Cambiar
skip = Ahora no
optional = opcional
choose-option = Elige una opción
foot-terms = Condiciones de uso
foot-privacy = Política de privacidad
foot-help = Ayuda
show-password = Mostrar la contraseña
hide-password = Ocultar la contraseña
copy = Copiar
copied = Copiado al portapapeles.
copy-refused = El navegador no permitió copiar. Selecciona el texto y cópialo tú.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Nombre de usuario
label-email = Correo electrónico
label-phone = Número de teléfono
label-username-or-email = Nombre de usuario o correo electrónico
label-username-or-phone = Nombre de usuario o número de teléfono
label-email-or-phone = Correo electrónico o número de teléfono
label-any-identifier = Nombre de usuario, correo electrónico o número de teléfono
missing-username = Escribe tu nombre de usuario.
missing-email = Escribe tu correo electrónico.
missing-phone = Escribe tu número de teléfono.
missing-username-or-email = Escribe tu nombre de usuario o tu correo electrónico.
missing-username-or-phone = Escribe tu nombre de usuario o tu número de teléfono.
missing-email-or-phone = Escribe tu correo electrónico o tu número de teléfono.
missing-any-identifier = Escribe tu nombre de usuario, tu correo electrónico o tu número de teléfono.
phone-hint = Con el prefijo del país, por ejemplo +34 o +52.
label-password = Contraseña
missing-password = Escribe tu contraseña.

# Signing in. $name is the application.
sign-in-title = Inicia sesión en { $name }
sign-in-button = Iniciar sesión
sign-in-new-here = ¿No tienes cuenta en { $name }?
sign-in-create = Crear una cuenta
sign-in-forgot = ¿Olvidaste tu contraseña?
password-title = Escribe tu contraseña
use-code = Usar un código en su lugar
use-password = Usar la contraseña en su lugar
link-title = Inicia sesión con tu enlace
link-lead = El enlace que abriste se envió a { $address }. Continúa para iniciar sesión con él.

# Codes that are sent. $address is where to.
code-title-email = Revisa tu correo
code-title-phone = Revisa tus mensajes
code-lead = Enviamos un código de seis cifras a { $address }.
code-lead-maybe = Si { $address } pertenece a una cuenta, un código de seis cifras va en camino.
code-validity = { $minutes ->
    [one] Vale durante un minuto.
   *[other] Vale durante { $minutes } minutos.
}
label-code = Código
missing-code = Escribe las seis cifras del código.
code-again = Enviar otro código
code-sent-again = Otro código va en camino.
code-wait = { $seconds ->
    [one] Podrás pedir otro código dentro de un segundo.
   *[other] Podrás pedir otro código dentro de { $seconds } segundos.
}
send-code = Enviar un código
use-other-email = Usar otro correo electrónico
use-other-phone = Usar otro número de teléfono

# What a verified address leads to.
no-account-title = Todavía no hay ninguna cuenta
no-account-lead = Nadie tiene una cuenta aquí con { $address }. ¿Crear una ahora? No necesitas otro código.
no-account-lead-uncoded = Nadie tiene una cuenta aquí con { $address }. ¿Crear una ahora?
account-exists-title = Ya tienes una cuenta
account-exists-lead = { $address } pertenece a una cuenta. ¿Iniciar sesión en ella? No necesitas otro código.

# Registration.
register-title = Crea tu cuenta
register-document-title = Crear una cuenta para { $name }
register-lead = para continuar en { $name }
register-button = Crear cuenta
register-have-account = ¿Ya tienes una cuenta?
missing-new-username = Elige un nombre de usuario.
missing-new-password = Elige una contraseña.
username-rule = Letras de la a a la z, cifras y guiones bajos. No puede empezar por una cifra.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = Al crear una cuenta aceptas las { $terms } y la { $privacy }.
agree-terms = Al crear una cuenta aceptas las { $terms }.
agree-privacy = Al crear una cuenta aceptas la { $privacy }.
tick-both = Acepto las { $terms } y la { $privacy }.
tick-terms = Acepto las { $terms }.
tick-privacy = Acepto la { $privacy }.
terms-of-use = condiciones de uso
privacy-policy = política de privacidad
missing-agreement = Marca la casilla para aceptar antes de continuar.

# Passwords.
new-password-title = Elige una contraseña
reset-password-title = Elige una contraseña nueva
label-new-password = Contraseña nueva
save-password = Guardar contraseña
password-rule-length = { $min ->
    [one] Al menos un carácter.
   *[other] Al menos { $min } caracteres.
}
password-rule-types = Al menos { $min } caracteres, de { $types } de estas clases: minúsculas, mayúsculas, cifras y símbolos.
forgot-title = Restablece tu contraseña
forgot-lead = Te enviamos un código. Con él eliges una contraseña nueva.
password-changed = Tu contraseña ha cambiado. Inicia sesión con la nueva.

# What an account still lacks.
username-title = Elige un nombre de usuario
email-title = Añade tu correo electrónico
phone-title = Añade tu número de teléfono
email-or-phone-title = Añade un correo electrónico o un número de teléfono
address-lead = Enviamos ahí un código para asegurarnos de que es tuyo.
profile-title = Unos datos más
profile-lead = { $name } los necesita para completar tu cuenta.
missing-field = Rellena este campo.
field-wrong = Esto no tiene la forma que se pide.
field-given-name = Nombre
field-middle-name = Segundo nombre
field-family-name = Apellidos
field-address-formatted = Dirección
field-address-street = Calle y número
field-address-locality = Ciudad
field-address-region = Provincia o región
field-address-postal-code = Código postal
field-address-country = País
