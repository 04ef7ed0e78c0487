# Pages that only say something, for people who are signed in or were.
notice-again = Tentar de novo
notice-failed-lead = Volte e tente de novo.
notice-suspended-title = Sua conta está suspensa
notice-suspended-lead = Ela não pode ser usada até que o responsável por este servidor a reabra.
notice-form-title = Este formulário estava desatualizado
notice-form-lead = Nada foi alterado. Abra a página de novo e preencha-a mais uma vez.
notice-form-again = Abrir a página de novo
notice-signed-out-title = Você não entrou na sua conta
notice-signed-out-lead = A entrada não foi concluída.
notice-cookies-lead = O navegador não guardou o cookie da sua entrada. Permita cookies para este endereço e tente de novo.
