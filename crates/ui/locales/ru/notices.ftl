# Pages that only say something, for people who are signed in or were.
notice-again = Повторить попытку
notice-failed-lead = Вернитесь назад и попробуйте ещё раз.
notice-suspended-title = Ваша учётная запись приостановлена
notice-suspended-lead = Ею нельзя пользоваться, пока владелец этого сервера не откроет её снова.
notice-form-title = Эта форма устарела
notice-form-lead = Ничего не изменено. Откройте страницу заново и заполните её ещё раз.
notice-form-again = Открыть страницу заново
notice-signed-out-title = Вы не вошли
notice-signed-out-lead = Вход не был завершён.
notice-cookies-lead = Браузер не сохранил cookie вашего входа. Разрешите cookie для этого адреса и попробуйте ещё раз.
