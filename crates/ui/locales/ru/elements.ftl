# What only the elements for other applications say. $name is a member.
elements-close = Закрыть
elements-unreachable = Сервер недоступен. Проверьте соединение и попробуйте снова.
elements-signed-out = Вы больше не вошли в эту организацию. Войдите снова, чтобы продолжить.
elements-loading = Загрузка…
elements-change-roles = Изменить роли
elements-roles-of = Роли: { $name }
