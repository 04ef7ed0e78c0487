# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Segundas etapas
own-factors-lead = Com uma, ninguém entra sabendo apenas a sua senha.
own-passkeys = Chaves de acesso
own-passkeys-lead = Entre com a digital, o rosto, o bloqueio de tela ou uma chave de segurança.
own-no-passkeys = Ainda não há chave de acesso.
own-add-passkey = Adicionar chave de acesso
own-not-set-up = Não configurado
own-set-up = Configurar
own-set-up-named = Configurar: { $name }
own-replace = Substituir
own-replace-named = Substituir: { $name }
own-codes-left = { $count ->
    [one] Resta um código
   *[other] Restam { $count } códigos
}
own-codes-first = Eles substituem outra segunda etapa. Configure uma antes.
own-new-codes = Obter novos códigos
own-new-codes-consequence = Os códigos que você tem agora deixarão de valer.
own-remove-named = Remover { $name }
own-remove-question = Remover { $name }?
own-remove-consequence = Você não poderá mais provar com isso que é você.
own-remove-last-consequence = É a sua última segunda etapa. Os códigos de reserva vão junto, e só a sua senha deixará entrar quem a souber.
own-rename = Renomear
own-rename-named = Renomear { $name }
own-label-name = Nome
own-passkey-name-hint = Para reconhecê-la, por exemplo “Notebook do trabalho”.
own-missing-name = Digite um nome.
own-bad-name = Use no máximo { $max } caracteres, e só visíveis.
own-passkey-failed = O navegador não criou uma chave de acesso. Tente de novo ou use outro dispositivo.
own-asked = Segunda etapa ao entrar
own-asked-on = Ela é pedida todas as vezes.
own-asked-off = Ela não é pedida.
own-ask-start = Pedir sempre
own-ask-stop = Não pedir
own-added = Adicionado: { $date }
own-used = Último uso: { $when }
own-done-factor = A sua segunda etapa está configurada.
own-done-passkey = A sua chave de acesso foi adicionada.
own-done-removed = Foi removido.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Sessões e dispositivos
own-sessions-lead = Onde você está conectado. Encerre o que não conhece e depois troque a senha.
own-session-here = Este navegador
own-device = { $browser } em { $system }
own-device-unknown = Navegador desconhecido
own-last-active = Última atividade: { $when }
own-end = Encerrar
own-end-named = Encerrar a sessão: { $name }
own-end-question = Encerrar esta sessão?
own-end-consequence = { $name } é desconectado, com todos os aplicativos abertos lá.
own-end-others = Encerrar todas as outras sessões
own-end-others-question = Encerrar todas as outras sessões?
own-end-others-consequence = Você é desconectado em toda parte, menos neste navegador, com todos os aplicativos abertos lá.
own-done-ended = A sessão foi encerrada.
own-done-ended-others = Todas as outras sessões foram encerradas.

# What applications may do. $name is an application or an API.
own-applications = Aplicativos conectados
own-applications-lead = O que você permitiu vale até você retirar.
own-applications-none = Nenhum aplicativo pode agir por você.
own-allowed = Permitido: { $date }
own-permissions = Permissões para { $name }
own-revoke = Retirar
own-revoke-named = Retirar o que { $name } pode fazer
own-revoke-question = Retirar o que { $name } pode fazer?
own-revoke-consequence = Você é desconectado dele, e ele não pode fazer nada por você até ser permitido de novo.
own-done-revoked = Ele não pode mais fazer nada por você.

# Tokens of one's own.
own-tokens = Tokens de acesso pessoal
own-tokens-lead = Para programas seus que agem por você. Guarde-os como senhas.
own-tokens-none = Ainda não há token.
own-create-token = Criar token
own-token-name-hint = Para que serve, por exemplo “Script de backup”.
own-token-expiry = Termina
own-token-never = Nunca
own-token-days = { $count ->
    [one] Em um dia
   *[other] Em { $count } dias
}
own-token-title = Guarde este token agora
own-token-shown = Ele aparece só desta vez. Se for perdido, crie outro e exclua este.
own-token-saved = Já guardei
own-delete = Excluir
own-delete-named = Excluir { $name }
own-delete-question = Excluir { $name }?
own-delete-token-consequence = Programas que o usam não poderão mais agir por você.
own-token-taken = Você já tem um token com este nome. Escolha outro.
own-token-many = Você tem o máximo de tokens. Exclua um antes.
own-ends = Termina: { $date }
own-ended = Expirado
own-done-token-deleted = O token foi excluído.

# Where somebody belongs. $name is an organization.
own-organizations = Organizações
own-organizations-lead = A quais você pertence e para quais foi convidado.
own-organizations-none = Você não pertence a nenhuma organização.
own-invitations = Convites
own-invited-by = Convite de { $name }
own-accept = Aceitar
own-accept-named = Aceitar o convite para { $name }
own-decline = Recusar
own-decline-named = Recusar o convite para { $name }
own-leave = Sair
own-leave-named = Sair de { $name }
own-leave-question = Sair de { $name }?
own-leave-consequence = Você perde na hora seus papéis e o acesso. Só um convite traz você de volta.
own-last-administrator = Ninguém mais poderia administrar { $name }. Antes dê a alguém de lá o papel para isso.
own-invitation-gone = Este convite não existe mais.
own-done-joined = Agora você pertence à organização.
own-done-declined = O convite foi recusado.
own-done-left = Você saiu da organização.

# Taking everything along, and the end. $text is what is typed.
own-data = Seus dados
own-data-lead = Leve o que é guardado sobre você ou exclua sua conta.
own-export = Baixar seus dados
own-export-lead = Tudo o que é guardado sobre você em um arquivo JSON, sem senhas nem outros segredos.
own-export-often = Você baixou muitas vezes agora. Tente de novo em uma hora.
own-delete-account = Excluir conta
own-delete-account-lead = Ela some na hora e para sempre.
own-delete-account-question = Excluir sua conta?
own-delete-everything = Seu perfil, sessões, segundas etapas e tokens são excluídos. Ninguém pode recuperá-los.
own-delete-memberships = Você sai de todas as suas organizações, e todos os aplicativos perdem sua conta.
own-delete-type = Digite { $text } para confirmar
own-delete-mistyped = Digite exatamente: { $text }
own-deleted-title = Sua conta foi excluída
own-deleted-lead = Você foi desconectado em toda parte. Pode fechar esta página.

# Moments.
own-now = agora mesmo
own-minutes = { $count ->
    [one] há um minuto
   *[other] há { $count } minutos
}
own-hours = { $count ->
    [one] há uma hora
   *[other] há { $count } horas
}
own-days = { $count ->
    [one] ontem
   *[other] há { $count } dias
}
own-date = { $month ->
    [1] { $day } de janeiro de { $year }
    [2] { $day } de fevereiro de { $year }
    [3] { $day } de março de { $year }
    [4] { $day } de abril de { $year }
    [5] { $day } de maio de { $year }
    [6] { $day } de junho de { $year }
    [7] { $day } de julho de { $year }
    [8] { $day } de agosto de { $year }
    [9] { $day } de setembro de { $year }
    [10] { $day } de outubro de { $year }
    [11] { $day } de novembro de { $year }
   *[other] { $day } de dezembro de { $year }
}
