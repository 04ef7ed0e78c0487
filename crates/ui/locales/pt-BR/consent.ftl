# May this application have what it asks for? $name is the application.
consent-document-title = Permitir { $name }
consent-title = { $name } pede acesso
consent-lead = O aplicativo poderá fazer o que está listado aqui até que você ou um administrador retire a permissão.
signed-in-as = Conectado como
consent-account = Sua conta
consent-your-organizations = Suas organizações
consent-organizations = Organizações em que ele pode trabalhar
consent-organizations-hint = Ele vê somente as organizações que você marcar.
consent-allow = Permitir
consent-deny = Negar
consent-return = Você voltará para { $host }. Permita somente aplicativos em que confia.
consent-device = Você está conectando um dispositivo. Permita somente aplicativos em que confia.
consent-nothing-new = Ele não pede nada novo. O que você permitiu antes continua permitido.
consent-nothing-open = O que ele pede pertence a organizações em que não pode trabalhar. Permitir não acrescenta nada. O que você permitiu antes continua permitido.
consent-out-of-date = Este formulário estava desatualizado. Decida novamente.
consent-undecided = Escolha se quer permitir ou negar.
consent-left = Você não é mais membro de uma organização que escolheu. Escolha novamente.
scope-openid = Reconhecer sua conta
scope-offline-access = Continuar conectado enquanto você está fora
scope-profile = Ver seu nome, nome de usuário e foto
scope-email = Ver seu endereço de e-mail
scope-phone = Ver seu número de telefone
scope-address = Ver seu endereço postal
scope-custom-data = Ver outros dados guardados sobre você
scope-identities = Ver as contas que você vinculou
scope-roles = Ver suas funções
scope-organizations = Ver as organizações a que você pertence
scope-organization-roles = Ver suas funções nas organizações
scope-sessions = Ver e encerrar suas sessões

# The end of a session.
sign-out-title = Sair?
sign-out-lead = Você sairá de { $name } e de todos os aplicativos que abriu com esta conta neste navegador.
sign-out-stay = Continuar conectado
sign-out-button = Sair
signed-out-title = Você saiu
signed-out-lead = Você saiu com sucesso.
taking-you-back = Voltando ao aplicativo…

# Pages that only say something.
unknown-session-title = Este login não está mais em andamento
unknown-session-lead = Ele expirou, foi concluído em outra aba ou esta página foi aberta a partir de um favorito. Volte ao aplicativo e entre por lá.
not-found-title = Esta página não existe
not-found-lead = O endereço pode ter um erro de digitação, ou a página mudou de lugar.
failed-title = Isto não funcionou
failed-title-forbidden = Isto não era permitido
failed-title-server = Algo deu errado do nosso lado
failed-lead = Volte ao aplicativo e comece de novo.
failed-lead-server = Seu pedido não foi concluído. Tente novamente; se acontecer de novo, avise quem administra este servidor.
details = Detalhes para desenvolvedores
details-status = Status
details-code = Código
details-description = Descrição
