refused-application-title = Este aplicativo não pode conectar você aqui
refused-application-lead = O pedido dele não corresponde ao que este servidor sabe sobre ele. O motivo não é a sua conta. Volte ao aplicativo e avise quem o administra.
refused-ended-title = Este login terminou
refused-ended-lead = Demorou demais, já tinha sido concluído ou começou em outro navegador. Volte ao aplicativo e entre de novo.
refused-sign-out-title = Não foi possível sair
refused-sign-out-lead = O pedido estava incompleto ou desatualizado, então talvez você ainda esteja conectado. Saia de novo no aplicativo.
