# What is around the pages of the account center. $name is who is signed in.
account-title = Tu cuenta
account-skip = Ir al contenido
account-menu = Cuenta de { $name }
account-other = Usar otra cuenta
account-sign-out = Cerrar sesión
account-save = Guardar cambios
account-cancel = Cancelar
account-remove = Quitar
account-none = Sin indicar
account-profile = Perfil
account-security = Seguridad
account-off-title = Aquí no hay páginas de cuenta
account-off-lead = El responsable de este servidor no las ha abierto. Lo que ves de tu cuenta está en las aplicaciones que usas.
account-closed-title = Esto no se puede cambiar aquí
account-closed-lead = El responsable de este servidor no ha abierto esta parte de tu cuenta. Pídele que la cambie por ti.

# Who somebody is.
account-profile-lead = Quién eres y cómo se te localiza.
account-details = Datos personales
account-picture = Foto
account-picture-choose = Elige una foto.
account-picture-upload = Subir foto
account-picture-hint = PNG, JPEG, GIF o WebP, de { $size } MB como máximo.
account-picture-remove = Quitar foto
account-picture-type = No es una imagen que se pueda mostrar. Elige un archivo PNG, JPEG, GIF o WebP.
account-picture-large = Esta imagen es demasiado grande. Elige una de { $size } MB como máximo.
account-picture-full = Ahora no se pueden guardar más imágenes. Inténtalo de nuevo mañana.
account-name = Nombre
account-username-hint = Puedes iniciar sesión con él. Letras de la a a la z, cifras y guiones bajos.
account-nickname = Apodo
account-website = Sitio web
account-birthdate = Fecha de nacimiento
account-preferred-taken = Otra persona lo tiene como nombre de usuario. Elige otro nombre.
account-language = Idioma
account-language-lead = En qué idioma te hablan estas páginas.
account-language-browser = El que pide tu navegador

# How somebody is reached. $address is where.
account-contact = Contacto
account-contact-lead = Ahí llegan los códigos y los mensajes sobre tu cuenta.
account-change-email = Cambiar la dirección de correo
account-add-email = Añadir una dirección de correo
account-remove-email = Quitar la dirección de correo
account-change-phone = Cambiar el número de teléfono
account-add-phone = Añadir un número de teléfono
account-remove-phone = Quitar el número de teléfono
account-new-email = Nueva dirección de correo
account-new-phone = Nuevo número de teléfono
account-present = Ahora mismo:
account-removed-address = Ya no podrás iniciar sesión con { $address } ni recibir códigos ahí.
account-needed = Aquí todas las cuentas necesitan uno, así que se puede cambiar, pero no quitar.
account-last-method = Es la única forma de iniciar sesión que queda. Añade otra primero.
account-username-often = Acabas de elegir varios nombres de usuario. Inténtalo de nuevo mañana.

# Accounts elsewhere. $provider is where.
account-linked = Cuentas vinculadas
account-linked-lead = Puedes iniciar sesión con ellas.
account-not-linked = Sin vincular
account-single-sign-on = Inicio de sesión único
account-link = Vincular
account-link-to = Vincular una cuenta de { $provider }
account-unlink = Desvincular
account-unlink-from = Desvincular tu cuenta de { $provider }
account-unlinked-consequence = Ya no podrás iniciar sesión con { $provider }.
account-link-taken = Esta cuenta de { $provider } está vinculada aquí a la cuenta de otra persona. Desvincúlala allí primero.
account-link-exists = Ya hay una cuenta de { $provider } vinculada. Desvincúlala primero.
account-link-failed = No se pudo vincular con { $provider }. No se cambió nada; inténtalo de nuevo.

# How somebody signs in.
account-security-lead = Cómo inicias sesión y demuestras que eres tú.
account-password-set = Hay una contraseña
account-password-set-hint = Cambiarla cierra tu sesión en todas partes.
account-password-unset = Sin contraseña
account-password-unset-hint = Con una puedes iniciar sesión sin código.
account-set-password = Establecer contraseña
account-change-password = Cambiar contraseña
account-change-password-lead = Se cierra tu sesión en todas partes, también aquí, y entras con la nueva.
account-password-changed = Contraseña cambiada

# Proving once more who one is.
account-verify = Confirma que eres tú
account-verify-lead = Lo que sigue cambia cómo inicias sesión. Se te pregunta una vez cada diez minutos.
account-verify-email = Usar un código por correo
account-verify-phone = Usar un código por SMS
account-verify-password = Usar tu contraseña
account-verify-sign-in = Tu cuenta no tiene contraseña ni dirección para un código. Inicia sesión otra vez para seguir.
account-verify-factor = Iniciaste sesión sin tu segundo paso. Inicia sesión otra vez, con él, para seguir.
account-sign-in-again = Iniciar sesión de nuevo
account-wrong-password = Esta contraseña no es correcta.

# What was done.
account-done-saved = Tus cambios están guardados.
account-done-picture = Tu foto está cambiada.
account-done-picture-removed = Tu foto se ha quitado.
account-done-email = Tu dirección de correo está cambiada.
account-done-email-removed = Tu dirección de correo se ha quitado.
account-done-phone = Tu número de teléfono está cambiado.
account-done-phone-removed = Tu número de teléfono se ha quitado.
account-done-password = Tu contraseña está establecida.
account-done-linked = La cuenta está vinculada.
account-done-unlinked = La cuenta ya no está vinculada.
