# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Segundos pasos
own-factors-lead = Con uno, nadie entra solo con saber tu contraseña.
own-passkeys = Llaves de acceso
own-passkeys-lead = Inicia sesión con tu huella, tu rostro, el bloqueo de pantalla o una llave de seguridad.
own-no-passkeys = Todavía no hay ninguna llave de acceso.
own-add-passkey = Añadir llave de acceso
own-not-set-up = Sin configurar
own-set-up = Configurar
own-set-up-named = Configurar: { $name }
own-replace = Reemplazar
own-replace-named = Reemplazar: { $name }
own-codes-left = { $count ->
    [one] Queda un código
   *[other] Quedan { $count } códigos
}
own-codes-first = Sustituyen a otro segundo paso. Configura uno primero.
own-new-codes = Obtener códigos nuevos
own-new-codes-consequence = Los códigos que tienes ahora dejarán de valer.
own-remove-named = Quitar { $name }
own-remove-question = ¿Quitar { $name }?
own-remove-consequence = Ya no podrás demostrar con eso que eres tú.
own-remove-last-consequence = Es tu último segundo paso. Los códigos de respaldo se van con él y tu contraseña sola dejará entrar a quien la sepa.
own-rename = Cambiar nombre
own-rename-named = Cambiar el nombre de { $name }
own-label-name = Nombre
own-passkey-name-hint = Para reconocerla, por ejemplo «Portátil del trabajo».
own-missing-name = Escribe un nombre.
own-bad-name = Usa como máximo { $max } caracteres, y solo visibles.
own-passkey-failed = El navegador no creó ninguna llave de acceso. Inténtalo de nuevo o usa otro dispositivo.
own-asked = Segundo paso al iniciar sesión
own-asked-on = Se te pide cada vez.
own-asked-off = No se te pide.
own-ask-start = Pedir siempre
own-ask-stop = No pedir
own-added = Añadido: { $date }
own-used = Último uso: { $when }
own-done-factor = Tu segundo paso está configurado.
own-done-passkey = Tu llave de acceso está añadida.
own-done-removed = Se ha quitado.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Sesiones y dispositivos
own-sessions-lead = Dónde tienes la sesión iniciada. Cierra lo que no conozcas y cambia luego tu contraseña.
own-session-here = Este navegador
own-device = { $browser } en { $system }
own-device-unknown = Navegador desconocido
own-last-active = Última actividad: { $when }
own-end = Cerrar
own-end-named = Cerrar la sesión: { $name }
own-end-question = ¿Cerrar esta sesión?
own-end-consequence = Se cierra la sesión en { $name }, con todas las aplicaciones abiertas allí.
own-end-others = Cerrar todas las demás sesiones
own-end-others-question = ¿Cerrar todas las demás sesiones?
own-end-others-consequence = Se cierra tu sesión en todas partes salvo en este navegador, con todas las aplicaciones abiertas allí.
own-done-ended = La sesión está cerrada.
own-done-ended-others = Todas las demás sesiones están cerradas.

# What applications may do. $name is an application or an API.
own-applications = Aplicaciones conectadas
own-applications-lead = Lo que les permitiste dura hasta que lo retires.
own-applications-none = Ninguna aplicación puede actuar por ti.
own-allowed = Permitido: { $date }
own-permissions = Permisos para { $name }
own-revoke = Retirar
own-revoke-named = Retirar lo que puede hacer { $name }
own-revoke-question = ¿Retirar lo que puede hacer { $name }?
own-revoke-consequence = Se cierra tu sesión en ella y no podrá hacer nada por ti hasta que lo permitas de nuevo.
own-done-revoked = Ya no puede hacer nada por ti.

# Tokens of one's own.
own-tokens = Tokens de acceso personal
own-tokens-lead = Para programas tuyos que actúan por ti. Guárdalos como contraseñas.
own-tokens-none = Todavía no hay ningún token.
own-create-token = Crear token
own-token-name-hint = Para qué es, por ejemplo «Script de copias».
own-token-expiry = Termina
own-token-never = Nunca
own-token-days = { $count ->
    [one] En un día
   *[other] En { $count } días
}
own-token-title = Guarda este token ahora
own-token-shown = Se muestra solo esta vez. Si se pierde, crea otro y elimina este.
own-token-saved = Lo he guardado
own-delete = Eliminar
own-delete-named = Eliminar { $name }
own-delete-question = ¿Eliminar { $name }?
own-delete-token-consequence = Los programas que lo usan ya no podrán actuar por ti.
own-token-taken = Ya tienes un token con este nombre. Elige otro.
own-token-many = Tienes el máximo de tokens. Elimina uno primero.
own-ends = Termina: { $date }
own-ended = Terminado
own-done-token-deleted = El token está eliminado.

# Where somebody belongs. $name is an organization.
own-organizations = Organizaciones
own-organizations-lead = A cuáles perteneces y a cuáles te invitan.
own-organizations-none = No perteneces a ninguna organización.
own-invitations = Invitaciones
own-invited-by = Te invita { $name }
own-accept = Aceptar
own-accept-named = Aceptar la invitación a { $name }
own-decline = Rechazar
own-decline-named = Rechazar la invitación a { $name }
own-leave = Abandonar
own-leave-named = Abandonar { $name }
own-leave-question = ¿Abandonar { $name }?
own-leave-consequence = Pierdes al momento tus roles y tu acceso allí. Solo una invitación te devuelve.
own-last-administrator = Nadie más podría administrar { $name }. Da antes a alguien de allí el rol para ello.
own-invitation-gone = Esta invitación ya no existe.
own-done-joined = Ahora perteneces a la organización.
own-done-declined = La invitación está rechazada.
own-done-left = Has abandonado la organización.

# Taking everything along, and the end. $text is what is typed.
own-data = Tus datos
own-data-lead = Llévate lo que se guarda sobre ti o elimina tu cuenta.
own-export = Descargar tus datos
own-export-lead = Todo lo que se guarda sobre ti en un archivo JSON, sin contraseñas ni otros secretos.
own-export-often = Los has descargado muchas veces. Inténtalo de nuevo en una hora.
own-delete-account = Eliminar cuenta
own-delete-account-lead = Desaparece al momento y para siempre.
own-delete-account-question = ¿Eliminar tu cuenta?
own-delete-everything = Se eliminan tu perfil, tus sesiones, tus segundos pasos y tus tokens. Nadie puede recuperarlos.
own-delete-memberships = Abandonas todas tus organizaciones y todas las aplicaciones pierden tu cuenta.
own-delete-type = Escribe { $text } para confirmar
own-delete-mistyped = Escribe exactamente: { $text }
own-deleted-title = Tu cuenta está eliminada
own-deleted-lead = Se ha cerrado tu sesión en todas partes. Puedes cerrar esta página.

# Moments.
own-now = ahora mismo
own-minutes = { $count ->
    [one] hace un minuto
   *[other] hace { $count } minutos
}
own-hours = { $count ->
    [one] hace una hora
   *[other] hace { $count } horas
}
own-days = { $count ->
    [one] ayer
   *[other] hace { $count } días
}
own-date = { $month ->
    [1] { $day } de enero de { $year }
    [2] { $day } de febrero de { $year }
    [3] { $day } de marzo de { $year }
    [4] { $day } de abril de { $year }
    [5] { $day } de mayo de { $year }
    [6] { $day } de junio de { $year }
    [7] { $day } de julio de { $year }
    [8] { $day } de agosto de { $year }
    [9] { $day } de septiembre de { $year }
    [10] { $day } de octubre de { $year }
    [11] { $day } de noviembre de { $year }
   *[other] { $day } de diciembre de { $year }
}
