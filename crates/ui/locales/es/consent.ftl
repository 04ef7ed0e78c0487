# May this application have what it asks for? $name is the application.
consent-document-title = Permitir { $name }
consent-title = { $name } pide acceso
consent-lead = Podrá hacer lo que se indica aquí hasta que tú o un administrador se lo quiten.
signed-in-as = Sesión iniciada como
consent-account = Tu cuenta
consent-your-organizations = Tus organizaciones
consent-organizations = Organizaciones en las que puede trabajar
consent-organizations-hint = Solo ve las organizaciones que marques.
consent-allow = Permitir
consent-deny = Denegar
consent-return = Volverás a { $host }. Permite solo aplicaciones en las que confíes.
consent-device = Estás iniciando sesión en un dispositivo. Permite solo aplicaciones en las que confíes.
consent-nothing-new = No pide nada nuevo. Lo que permitiste antes sigue permitido.
consent-nothing-open = Lo que pide pertenece a organizaciones en las que no puede trabajar. Permitir no añade nada. Lo que permitiste antes sigue permitido.
consent-out-of-date = Este formulario estaba desactualizado. Decide otra vez.
consent-undecided = Elige si permitir o denegar.
consent-left = Ya no eres miembro de una organización que elegiste. Elige otra vez.
scope-openid = Reconocer tu cuenta
scope-offline-access = Mantener la sesión mientras no estás
scope-profile = Ver tu nombre, tu nombre de usuario y tu foto
scope-email = Ver tu correo electrónico
scope-phone = Ver tu número de teléfono
scope-address = Ver tu dirección postal
scope-custom-data = Ver otros datos guardados sobre ti
scope-identities = Ver las cuentas que has vinculado
scope-roles = Ver tus roles
scope-organizations = Ver las organizaciones a las que perteneces
scope-organization-roles = Ver tus roles en las organizaciones
scope-sessions = Ver y cerrar tus sesiones

# The end of a session.
sign-out-title = ¿Cerrar sesión?
sign-out-lead = Se cerrará tu sesión en { $name } y en todas las aplicaciones que abriste con esta cuenta en este navegador.
sign-out-stay = Seguir con la sesión
sign-out-button = Cerrar sesión
signed-out-title = Sesión cerrada
signed-out-lead = Has cerrado la sesión correctamente.
taking-you-back = Volviendo a la aplicación…

# Pages that only say something.
unknown-session-title = Este inicio de sesión ya no está en curso
unknown-session-lead = Ha caducado, se terminó en otra pestaña o esta página se abrió desde un marcador. Vuelve a la aplicación e inicia sesión desde allí.
not-found-title = Esta página no existe
not-found-lead = Puede que la dirección tenga un error o que la página se haya movido.
failed-title = Esto no funcionó
failed-title-forbidden = Esto no estaba permitido
failed-title-server = Algo falló por nuestra parte
failed-lead = Vuelve a la aplicación y empieza de nuevo.
failed-lead-server = Tu solicitud no se completó. Inténtalo otra vez; si vuelve a pasar, avisa a quienes gestionan este servidor.
details = Detalles para desarrolladores
details-status = Estado
details-code = Código
details-description = Descripción
