# What several pages say.
continue = Continuar
back-to-sign-in = Voltar para o login
change = Alterar
skip = Agora não
optional = opcional
choose-option = Escolha uma opção
foot-terms = Termos de uso
foot-privacy = Política de privacidade
foot-help = Ajuda
show-password = Mostrar a senha
hide-password = Ocultar a senha
copy = Copiar
copied = Copiado para a área de transferência.
copy-refused = O navegador não permitiu copiar. Selecione o texto e copie você mesmo.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Nome de usuário
label-email = Endereço de e-mail
label-phone = Número de telefone
label-username-or-email = Nome de usuário ou endereço de e-mail
label-username-or-phone = Nome de usuário ou número de telefone
label-email-or-phone = Endereço de e-mail ou número de telefone
label-any-identifier = Nome de usuário, endereço de e-mail ou número de telefone
missing-username = Digite seu nome de usuário.
missing-email = Digite seu endereço de e-mail.
missing-phone = Digite seu número de telefone.
missing-username-or-email = Digite seu nome de usuário ou endereço de e-mail.
missing-username-or-phone = Digite seu nome de usuário ou número de telefone.
missing-email-or-phone = Digite seu endereço de e-mail ou número de telefone.
missing-any-identifier = Digite seu nome de usuário, endereço de e-mail ou número de telefone.
phone-hint = Com o código do país, por exemplo +55 ou +351.
label-password = Senha
missing-password = Digite sua senha.

# Signing in. $name is the application.
sign-in-title = Entrar em { $name }
sign-in-button = Entrar
sign-in-new-here = É novo em { $name }?
sign-in-create = Criar uma conta
sign-in-forgot = Esqueceu a senha?
password-title = Digite sua senha
use-code = Usar um código
use-password = Usar a senha
link-title = Entre com seu link
link-lead = O link que você abriu foi enviado para { $address }. Continue para entrar com ele.

# Codes that are sent. $address is where to.
code-title-email = Confira seu e-mail
code-title-phone = Confira suas mensagens
code-lead = Enviamos um código de seis dígitos para { $address }.
code-lead-maybe = Se { $address } pertencer a uma conta, um código de seis dígitos está a caminho.
code-validity = { $minutes ->
    [one] Ele vale por um minuto.
   *[other] Ele vale por { $minutes } minutos.
}
label-code = Código
missing-code = Digite os seis dígitos do código.
code-again = Enviar outro código
code-sent-again = Outro código está a caminho.
code-wait = { $seconds ->
    [one] Você poderá pedir outro código em um segundo.
   *[other] Você poderá pedir outro código em { $seconds } segundos.
}
send-code = Enviar um código
use-other-email = Usar outro endereço de e-mail
use-other-phone = Usar outro número de telefone

# What a verified address leads to.
no-account-title = Ainda não existe uma conta
no-account-lead = Ninguém tem uma conta aqui com { $address }. Criar uma agora? Você não precisa de outro código.
no-account-lead-uncoded = Ninguém tem uma conta aqui com { $address }. Criar uma agora?
account-exists-title = Você já tem uma conta
account-exists-lead = { $address } pertence a uma conta. Entrar nela? Você não precisa de outro código.

# Registration.
register-title = Crie sua conta
register-document-title = Criar uma conta para { $name }
register-lead = para continuar em { $name }
register-button = Criar conta
register-have-account = Já tem uma conta?
missing-new-username = Escolha um nome de usuário.
missing-new-password = Escolha uma senha.
username-rule = Letras de a a z, dígitos e sublinhados. Não pode começar com um dígito.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = Ao criar uma conta, você concorda com os { $terms } e a { $privacy }.
agree-terms = Ao criar uma conta, você concorda com os { $terms }.
agree-privacy = Ao criar uma conta, você concorda com a { $privacy }.
tick-both = Concordo com os { $terms } e a { $privacy }.
tick-terms = Concordo com os { $terms }.
tick-privacy = Concordo com a { $privacy }.
terms-of-use = termos de uso
privacy-policy = política de privacidade
missing-agreement = Marque a caixa para concordar antes de continuar.

# Passwords.
new-password-title = Escolha uma senha
reset-password-title = Escolha uma nova senha
label-new-password = Nova senha
save-password = Salvar senha
password-rule-length = { $min ->
    [one] Pelo menos um caractere.
   *[other] Pelo menos { $min } caracteres.
}
password-rule-types = Pelo menos { $min } caracteres, com { $types } destes tipos: minúsculas, maiúsculas, dígitos e símbolos.
forgot-title = Redefina sua senha
forgot-lead = Enviamos um código para você. Com ele, você escolhe uma nova senha.
password-changed = Sua senha foi alterada. Entre com a nova.

# What an account still lacks.
username-title = Escolha um nome de usuário
email-title = Adicione seu endereço de e-mail
phone-title = Adicione seu número de telefone
email-or-phone-title = Adicione um endereço de e-mail ou número de telefone
address-lead = Enviamos um código para ter certeza de que é seu.
profile-title = Mais alguns dados
profile-lead = { $name } precisa deles para completar sua conta.
missing-field = Preencha este campo.
field-wrong = Isto não tem o formato pedido.
field-given-name = Nome
field-middle-name = Nome do meio
field-family-name = Sobrenome
field-address-formatted = Endereço
field-address-street = Rua e número
field-address-locality = Cidade
field-address-region = Estado ou região
field-address-postal-code = CEP
field-address-country = País
