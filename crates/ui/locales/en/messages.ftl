# What is wrong, and what to do.
form-out-of-date = This form was out of date. Fill it in again.
error-general = This did not work. Try again. If it happens again, ask for help and mention “{ $code }”.
error-start-again = This step is no longer under way. Start again.
error-credentials-username = That username and password do not match an account. Check both and try again.
error-credentials = That account and password do not match. Check both and try again.
error-locked = { $minutes ->
    [one] There were too many failed attempts. Try again in one minute.
   *[other] There were too many failed attempts. Try again in { $minutes } minutes.
}
error-suspended = This account is suspended. Ask an administrator to lift the suspension.
error-account-gone = This account no longer exists. Sign in with another one or create a new one.
error-method-off = Signing in this way is switched off here. Try another way or ask an administrator.
error-not-open = This is switched off here. Ask an administrator.
error-username-taken = This username is taken. Choose another one.
error-email-taken = This e-mail address belongs to another account. Use another one.
error-phone-taken = This phone number belongs to another account. Use another one.
error-username-form = This cannot be a username.
error-username-length = A username has between { $min } and { $max } characters.
error-username-uppercase = Leave out letters in upper case.
error-username-lowercase = Leave out letters in lower case.
error-username-number = Leave out digits.
error-username-underscore = Leave out underscores.
error-email-form = This is not an e-mail address. Check it for typing errors.
error-phone-form = This is not a phone number. Write it with the country code, such as +49 30 123456.
error-email-refused = This e-mail address cannot be used here. Use another one.
error-password-expired = This password has expired. Ask an administrator to set a new one.
error-password-expired-reset = This password has expired. Choose “Forgot your password?” to set a new one.
error-same-password = This is your password already. Choose another one.
password-too-short = { $min ->
    [one] Use at least one character.
   *[other] Use at least { $min } characters.
}
password-too-long = { $max ->
    [one] Use at most one character.
   *[other] Use at most { $max } characters.
}
password-character-types = Mix at least { $min } of lower case, upper case, digits and symbols.
password-unsupported = Leave out line breaks and other control characters.
password-repetition = Repeat fewer characters.
password-sequence = Leave out runs such as 1234 or qwerty.
password-user-info = Leave out your username and other things known about you.
password-words = This password holds a word that is not allowed here.
password-other = Choose another password.
error-code-wrong = That code is not right. Check it and try again.
error-code-expired = That code has expired. Ask for another one.
error-code-used = That code is no longer good. Ask for another one.
error-code-tries = There were too many tries with this code. Ask for another one.
error-code-limit = Several codes went to this address already. Wait some minutes, then ask again.
error-code-not-sent = The code could not be sent. Try again later, or choose another way.
error-link-used = This link has expired or was used already. Ask for another one.
error-link-other = This link was sent to another address.
error-totp-wrong = That code is not right. Your app shows another one every 30 seconds; enter the one it shows now.
error-totp-exists = Your account has an authenticator app already. Use that one.
error-passkeys-many = You have as many passkeys as there can be. Remove one in your account first.
error-backup-wrong = That backup code is not right, or was used already.
error-passkey = The passkey was not accepted. Try again, or use another way.
error-no-factor = Your account asks for a second step that is not open here. Ask an administrator for help.
no-single-sign-on = No single sign-on is set up on this server. Sign in here.
no-recovery = Passwords cannot be reset on this server. Ask an administrator for a new one, then sign in here.
error-no-account = There is no account with this address, and none can be created here. Use another one, or ask an administrator.
