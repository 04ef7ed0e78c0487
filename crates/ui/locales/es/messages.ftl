# What is wrong, and what to do.
form-out-of-date = Este formulario estaba desactualizado. Rellénalo otra vez.
error-general = Esto no funcionó. Inténtalo otra vez. Si vuelve a pasar, pide ayuda y menciona «{ $code }».
error-start-again = Este paso ya no está en curso. Empieza de nuevo.
error-credentials-username = Ese nombre de usuario y esa contraseña no corresponden a ninguna cuenta. Revisa ambos e inténtalo otra vez.
error-credentials = Esa cuenta y esa contraseña no coinciden. Revisa ambas e inténtalo otra vez.
error-locked = { $minutes ->
    [one] Hubo demasiados intentos fallidos. Inténtalo dentro de un minuto.
   *[other] Hubo demasiados intentos fallidos. Inténtalo dentro de { $minutes } minutos.
}
error-suspended = Esta cuenta está suspendida. Pide a un administrador que levante la suspensión.
error-account-gone = Esta cuenta ya no existe. Inicia sesión con otra o crea una nueva.
error-method-off = Esta forma de iniciar sesión está desactivada aquí. Prueba otra o pregunta a un administrador.
error-not-open = Esto está desactivado aquí. Pregunta a un administrador.
error-username-taken = Este nombre de usuario está ocupado. Elige otro.
error-email-taken = Este correo electrónico pertenece a otra cuenta. Usa otro.
error-phone-taken = Este número de teléfono pertenece a otra cuenta. Usa otro.
error-username-form = Esto no puede ser un nombre de usuario.
error-username-length = Un nombre de usuario tiene entre { $min } y { $max } caracteres.
error-username-uppercase = No uses letras mayúsculas.
error-username-lowercase = No uses letras minúsculas.
error-username-number = No uses cifras.
error-username-underscore = No uses guiones bajos.
error-email-form = Esto no es un correo electrónico. Comprueba que no haya errores.
error-phone-form = Esto no es un número de teléfono. Escríbelo con el prefijo del país, por ejemplo +34 912 34 56 78.
error-email-refused = Este correo electrónico no se puede usar aquí. Usa otro.
error-password-expired = Esta contraseña ha caducado. Pide a un administrador que ponga una nueva.
error-password-expired-reset = Esta contraseña ha caducado. Elige «¿Olvidaste tu contraseña?» para poner una nueva.
error-same-password = Esta ya es tu contraseña. Elige otra.
password-too-short = { $min ->
    [one] Usa al menos un carácter.
   *[other] Usa al menos { $min } caracteres.
}
password-too-long = { $max ->
    [one] Usa como máximo un carácter.
   *[other] Usa como máximo { $max } caracteres.
}
password-character-types = Mezcla al menos { $min } de estas clases: minúsculas, mayúsculas, cifras y símbolos.
password-unsupported = No uses saltos de línea ni otros caracteres de control.
password-repetition = Repite menos caracteres.
password-sequence = No uses series como 1234 o qwerty.
password-user-info = No uses tu nombre de usuario ni otras cosas que se saben de ti.
password-words = Esta contraseña contiene una palabra que no se permite aquí.
password-other = Elige otra contraseña.
error-code-wrong = Ese código no es correcto. Revísalo e inténtalo otra vez.
error-code-expired = Ese código ha caducado. Pide otro.
error-code-used = Ese código ya no vale. Pide otro.
error-code-tries = Hubo demasiados intentos con este código. Pide otro.
error-code-limit = Ya se enviaron varios códigos a esta dirección. Espera unos minutos y vuelve a pedirlo.
error-code-not-sent = No se pudo enviar el código. Inténtalo más tarde o elige otra forma.
error-link-used = Este enlace ha caducado o ya se usó. Pide otro.
error-link-other = Este enlace se envió a otra dirección.
error-totp-wrong = Ese código no es correcto. Tu aplicación muestra otro cada 30 segundos; escribe el que muestra ahora.
error-totp-exists = Tu cuenta ya tiene una aplicación de autenticación. Usa esa.
error-passkeys-many = Tienes el máximo de llaves de acceso. Elimina una primero en tu cuenta.
error-backup-wrong = Ese código de respaldo no es correcto o ya se usó.
error-passkey = La llave de acceso no se aceptó. Inténtalo otra vez o usa otra forma.
error-no-factor = Tu cuenta pide un segundo paso que aquí no es posible. Pide ayuda a un administrador.
no-single-sign-on = En este servidor no hay ningún inicio de sesión único. Inicia sesión aquí.
no-recovery = En este servidor no se pueden restablecer contraseñas. Pide una nueva a un administrador y después inicia sesión aquí.
error-no-account = No hay ninguna cuenta con esta dirección y aquí no se puede crear una. Usa otra o pregunta a un administrador.
