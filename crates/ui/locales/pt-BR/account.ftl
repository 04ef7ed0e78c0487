# What is around the pages of the account center. $name is who is signed in.
account-title = Sua conta
account-skip = Ir para o conteúdo
account-menu = Conta de { $name }
account-other = Usar outra conta
account-sign-out = Sair
account-save = Salvar alterações
account-cancel = Cancelar
account-remove = Remover
account-none = Não informado
account-profile = Perfil
account-security = Segurança
account-off-title = Aqui não há páginas da conta
account-off-lead = O responsável por este servidor não as abriu. O que você vê da sua conta está nos aplicativos que usa.
account-closed-title = Isto não pode ser alterado aqui
account-closed-lead = O responsável por este servidor não abriu esta parte da sua conta. Peça que a altere para você.

# Who somebody is.
account-profile-lead = Quem você é e como falar com você.
account-details = Dados pessoais
account-picture = Foto
account-picture-choose = Escolha uma foto.
account-picture-upload = Enviar foto
account-picture-hint = PNG, JPEG, GIF ou WebP, no máximo { $size } MB.
account-picture-remove = Remover foto
account-picture-type = Isto não é uma imagem que possa ser mostrada. Escolha um arquivo PNG, JPEG, GIF ou WebP.
account-picture-large = Esta imagem é grande demais. Escolha uma de no máximo { $size } MB.
account-picture-full = Não é possível guardar mais imagens agora. Tente de novo amanhã.
account-name = Nome
account-username-hint = Você pode entrar com ele. Letras de a a z, números e sublinhados.
account-nickname = Apelido
account-website = Site
account-birthdate = Data de nascimento
account-preferred-taken = Outra pessoa tem este nome de usuário. Escolha outro nome.
account-language = Idioma
account-language-lead = Em que idioma estas páginas falam com você.
account-language-browser = O que o navegador pede

# How somebody is reached. $address is where.
account-contact = Contato
account-contact-lead = Códigos e mensagens sobre sua conta vão para lá.
account-change-email = Alterar endereço de e-mail
account-add-email = Adicionar endereço de e-mail
account-remove-email = Remover endereço de e-mail
account-change-phone = Alterar número de telefone
account-add-phone = Adicionar número de telefone
account-remove-phone = Remover número de telefone
account-new-email = Novo endereço de e-mail
account-new-phone = Novo número de telefone
account-present = No momento:
account-removed-address = Você não poderá mais entrar com { $address } nem receber códigos lá.
account-needed = Toda conta precisa de um aqui; por isso ele pode ser alterado, mas não removido.
account-last-method = É a única forma de entrar que resta. Adicione outra primeiro.
account-username-often = Você acabou de escolher vários nomes de usuário. Tente de novo amanhã.

# Accounts elsewhere. $provider is where.
account-linked = Contas vinculadas
account-linked-lead = Você pode entrar com elas.
account-not-linked = Não vinculada
account-single-sign-on = Login único
account-link = Vincular
account-link-to = Vincular uma conta de { $provider }
account-unlink = Desvincular
account-unlink-from = Desvincular sua conta de { $provider }
account-unlinked-consequence = Você não poderá mais entrar com { $provider }.
account-link-taken = Esta conta de { $provider } está vinculada aqui à conta de outra pessoa. Desvincule-a lá primeiro.
account-link-exists = Já há uma conta de { $provider } vinculada. Desvincule-a primeiro.
account-link-failed = Não foi possível vincular com { $provider }. Nada foi alterado; tente de novo.

# How somebody signs in.
account-security-lead = Como você entra e prova que é você.
account-password-set = A senha está definida
account-password-set-hint = Alterá-la encerra suas sessões em todos os lugares.
account-password-unset = Sem senha
account-password-unset-hint = Com uma senha você entra sem código.
account-set-password = Definir senha
account-change-password = Alterar senha
account-change-password-lead = Você sai de todos os lugares, daqui também, e entra com a nova.
account-password-changed = Senha alterada

# Proving once more who one is.
account-verify = Confirme que é você
account-verify-lead = O que segue altera como você entra. Isso é pedido uma vez a cada dez minutos.
account-verify-email = Usar um código por e-mail
account-verify-phone = Usar um código por SMS
account-verify-password = Usar sua senha
account-verify-sign-in = Sua conta não tem senha nem endereço para um código. Entre mais uma vez para continuar.
account-verify-factor = Você entrou sem a sua segunda etapa. Entre mais uma vez, com ela, para continuar.
account-sign-in-again = Entrar de novo
account-wrong-password = Esta senha não está certa.

# What was done.
account-done-saved = Suas alterações foram salvas.
account-done-picture = Sua foto foi alterada.
account-done-picture-removed = Sua foto foi removida.
account-done-email = Seu endereço de e-mail foi alterado.
account-done-email-removed = Seu endereço de e-mail foi removido.
account-done-phone = Seu número de telefone foi alterado.
account-done-phone-removed = Seu número de telefone foi removido.
account-done-password = Sua senha foi definida.
account-done-linked = A conta foi vinculada.
account-done-unlinked = A conta não está mais vinculada.
