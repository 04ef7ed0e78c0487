# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = Conclua a verificação de que você é uma pessoa e continue.
captcha-failed = A verificação de que você é uma pessoa não deu certo. Tente mais uma vez.
captcha-needs-script = Esta página verifica que você é uma pessoa e precisa de JavaScript para isso. Ative-o no navegador e recarregue a página.
captcha-unreachable = Não foi possível carregar a verificação de que você é uma pessoa. Veja se algo a bloqueia no navegador e recarregue a página.
error-captcha = Este servidor verifica primeiro que você é uma pessoa. Comece de novo na página de entrada.
error-password-unchecked = Não conseguimos verificar se esta senha apareceu em vazamentos. Tente de novo em instantes.
password-pwned = Esta senha está nas listas que invasores testam primeiro. Escolha outra.
terms-step-title = Antes de continuar
terms-step-lead = { $name } pede a sua concordância.
