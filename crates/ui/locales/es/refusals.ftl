refused-application-title = Esta aplicación no puede iniciar tu sesión aquí
refused-application-lead = Lo que ha pedido no coincide con lo que este servidor sabe de ella. No se debe a tu cuenta. Vuelve a la aplicación y avisa a quien la gestiona.
refused-ended-title = Este inicio de sesión ha terminado
refused-ended-lead = Tardó demasiado, ya se había completado o se empezó en otro navegador. Vuelve a la aplicación e inicia sesión de nuevo.
refused-sign-out-title = No se ha podido cerrar la sesión
refused-sign-out-lead = La solicitud estaba incompleta o caducada, así que quizá tu sesión siga abierta. Ciérrala de nuevo en la aplicación.
