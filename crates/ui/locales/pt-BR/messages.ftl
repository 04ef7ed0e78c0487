# What is wrong, and what to do.
form-out-of-date = Este formulário estava desatualizado. Preencha-o novamente.
error-general = Isto não funcionou. Tente novamente. Se acontecer de novo, peça ajuda e mencione “{ $code }”.
error-start-again = Esta etapa não está mais em andamento. Comece de novo.
error-credentials-username = Esse nome de usuário e essa senha não correspondem a nenhuma conta. Confira os dois e tente novamente.
error-credentials = Essa conta e essa senha não correspondem. Confira as duas e tente novamente.
error-locked = { $minutes ->
    [one] Houve muitas tentativas erradas. Tente novamente em um minuto.
   *[other] Houve muitas tentativas erradas. Tente novamente em { $minutes } minutos.
}
error-suspended = Esta conta está suspensa. Peça a um administrador para retirar a suspensão.
error-account-gone = Esta conta não existe mais. Entre com outra ou crie uma nova.
error-method-off = Esta forma de entrar está desativada aqui. Tente outra ou fale com um administrador.
error-not-open = Isto está desativado aqui. Fale com um administrador.
error-username-taken = Este nome de usuário já está em uso. Escolha outro.
error-email-taken = Este endereço de e-mail pertence a outra conta. Use outro.
error-phone-taken = Este número de telefone pertence a outra conta. Use outro.
error-username-form = Isto não pode ser um nome de usuário.
error-username-length = Um nome de usuário tem entre { $min } e { $max } caracteres.
error-username-uppercase = Não use letras maiúsculas.
error-username-lowercase = Não use letras minúsculas.
error-username-number = Não use dígitos.
error-username-underscore = Não use sublinhados.
error-email-form = Isto não é um endereço de e-mail. Confira se há erros de digitação.
error-phone-form = Isto não é um número de telefone. Escreva com o código do país, por exemplo +55 11 2345-6789.
error-email-refused = Este endereço de e-mail não pode ser usado aqui. Use outro.
error-password-expired = Esta senha expirou. Peça a um administrador para definir uma nova.
error-password-expired-reset = Esta senha expirou. Escolha “Esqueceu a senha?” para definir uma nova.
error-same-password = Esta já é a sua senha. Escolha outra.
password-too-short = { $min ->
    [one] Use pelo menos um caractere.
   *[other] Use pelo menos { $min } caracteres.
}
password-too-long = { $max ->
    [one] Use no máximo um caractere.
   *[other] Use no máximo { $max } caracteres.
}
password-character-types = Misture pelo menos { $min } destes tipos: minúsculas, maiúsculas, dígitos e símbolos.
password-unsupported = Não use quebras de linha nem outros caracteres de controle.
password-repetition = Repita menos caracteres.
password-sequence = Não use sequências como 1234 ou qwerty.
password-user-info = Não use seu nome de usuário nem outras coisas conhecidas sobre você.
password-words = Esta senha contém uma palavra que não é permitida aqui.
password-other = Escolha outra senha.
error-code-wrong = Esse código não está certo. Confira e tente novamente.
error-code-expired = Esse código expirou. Peça outro.
error-code-used = Esse código não vale mais. Peça outro.
error-code-tries = Houve muitas tentativas com este código. Peça outro.
error-code-limit = Vários códigos já foram enviados para este endereço. Espere alguns minutos e peça novamente.
error-code-not-sent = O código não pôde ser enviado. Tente mais tarde ou escolha outra forma.
error-link-used = Este link expirou ou já foi usado. Peça outro.
error-link-other = Este link foi enviado para outro endereço.
error-totp-wrong = Esse código não está certo. Seu aplicativo mostra outro a cada 30 segundos; digite o que ele mostra agora.
error-totp-exists = Sua conta já tem um aplicativo autenticador. Use esse.
error-passkeys-many = Você tem o máximo de chaves de acesso. Remova uma antes na sua conta.
error-backup-wrong = Esse código de reserva não está certo ou já foi usado.
error-passkey = A chave de acesso não foi aceita. Tente novamente ou use outra forma.
error-no-factor = Sua conta pede uma segunda etapa que não está disponível aqui. Peça ajuda a um administrador.
no-single-sign-on = Nenhum login único está configurado neste servidor. Entre aqui.
no-recovery = Não é possível redefinir senhas neste servidor. Peça uma nova a um administrador e depois entre aqui.
error-no-account = Não existe conta com este endereço, e não é possível criar uma aqui. Use outro ou fale com um administrador.
