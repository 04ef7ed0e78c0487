# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = Completa la comprobación de que eres una persona y continúa.
captcha-failed = La comprobación de que eres una persona no ha salido bien. Inténtalo otra vez.
captcha-needs-script = Esta página comprueba que eres una persona y para ello necesita JavaScript. Actívalo en tu navegador y vuelve a cargar la página.
captcha-unreachable = No se ha podido cargar la comprobación de que eres una persona. Mira si algo la bloquea en tu navegador y vuelve a cargar la página.
error-captcha = Este servidor comprueba primero que eres una persona. Empieza otra vez desde la página de inicio de sesión.
error-password-unchecked = No hemos podido comprobar si esta contraseña aparece en filtraciones. Inténtalo de nuevo en un momento.
password-pwned = Esta contraseña está en las listas que los atacantes prueban primero. Elige otra.
terms-step-title = Antes de continuar
terms-step-lead = { $name } te pide que aceptes.
