# What only the elements for other applications say. $name is a member.
elements-close = Close
elements-unreachable = The server cannot be reached. Check your connection, then try again.
elements-signed-out = You are not signed in to this organization any more. Sign in again to go on.
elements-loading = Loading…
elements-change-roles = Change roles
elements-roles-of = Roles of { $name }
