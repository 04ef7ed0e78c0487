# Pages that only say something, for people who are signed in or were.
notice-again = Intentar de nuevo
notice-failed-lead = Vuelve atrás e inténtalo de nuevo.
notice-suspended-title = Tu cuenta está suspendida
notice-suspended-lead = No se puede usar hasta que el responsable de este servidor la abra de nuevo.
notice-form-title = Este formulario ya no estaba al día
notice-form-lead = No se cambió nada. Abre la página de nuevo y rellénala otra vez.
notice-form-again = Abrir la página de nuevo
notice-signed-out-title = No has iniciado sesión
notice-signed-out-lead = El inicio de sesión no se completó.
notice-cookies-lead = El navegador no guardó la cookie de tu sesión. Permite las cookies para esta dirección e inténtalo de nuevo.
