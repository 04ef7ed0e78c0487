# What only the elements for other applications say. $name is a member.
elements-close = Fechar
elements-unreachable = Não foi possível acessar o servidor. Verifique sua conexão e tente de novo.
elements-signed-out = Você não está mais conectado a esta organização. Entre de novo para continuar.
elements-loading = Carregando…
elements-change-roles = Alterar papéis
elements-roles-of = Papéis de { $name }
