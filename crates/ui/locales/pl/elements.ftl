# What only the elements for other applications say. $name is a member.
elements-close = Zamknij
elements-unreachable = Nie można połączyć się z serwerem. Sprawdź połączenie i spróbuj ponownie.
elements-signed-out = Nie jesteś już zalogowany w tej organizacji. Zaloguj się ponownie, aby kontynuować.
elements-loading = Wczytywanie…
elements-change-roles = Zmień role
elements-roles-of = Role: { $name }
