# What only the elements for other applications say. $name is a member.
elements-close = Cerrar
elements-unreachable = No se puede acceder al servidor. Comprueba tu conexión e inténtalo de nuevo.
elements-signed-out = Ya no has iniciado sesión en esta organización. Inicia sesión de nuevo para continuar.
elements-loading = Cargando…
elements-change-roles = Cambiar roles
elements-roles-of = Roles de { $name }
