# What several pages say.
continue = Continue
back-to-sign-in = Back to sign-in
change = Change
skip = Not now
optional = optional
choose-option = Choose one
foot-terms = Terms of use
foot-privacy = Privacy policy
foot-help = Help
show-password = Show the password
hide-password = Hide the password
copy = Copy
copied = Copied to the clipboard.
copy-refused = The browser did not allow copying. Select the text and copy it yourself.

# What people are known by. The labels of single fields, then of fields that take several kinds.
label-username = Username
label-email = E-mail address
label-phone = Phone number
label-username-or-email = Username or e-mail address
label-username-or-phone = Username or phone number
label-email-or-phone = E-mail address or phone number
label-any-identifier = Username, e-mail address or phone number
missing-username = Enter your username.
missing-email = Enter your e-mail address.
missing-phone = Enter your phone number.
missing-username-or-email = Enter your username or e-mail address.
missing-username-or-phone = Enter your username or phone number.
missing-email-or-phone = Enter your e-mail address or phone number.
missing-any-identifier = Enter your username, e-mail address or phone number.
phone-hint = With the country code, such as +1 or +49.
label-password = Password
missing-password = Enter your password.

# Signing in. $name is the application.
sign-in-title = Sign in to { $name }
sign-in-button = Sign in
sign-in-new-here = New to { $name }?
sign-in-create = Create an account
sign-in-forgot = Forgot your password?
password-title = Enter your password
use-code = Use a code instead
use-password = Use your password instead
link-title = Sign in with your link
link-lead = The link you opened was sent to { $address }. Go on to sign in with it.

# Codes that are sent. $address is where to.
code-title-email = Check your e-mail
code-title-phone = Check your messages
code-lead = We sent a six-digit code to { $address }.
code-lead-maybe = If { $address } belongs to an account, a six-digit code is on its way to it.
code-validity = { $minutes ->
    [one] It is valid for one minute.
   *[other] It is valid for { $minutes } minutes.
}
label-code = Code
missing-code = Enter the six digits of the code.
code-again = Send another code
code-sent-again = Another code is on its way.
code-wait = { $seconds ->
    [one] You can ask for another code in one second.
   *[other] You can ask for another code in { $seconds } seconds.
}
send-code = Send a code
use-other-email = Use another e-mail address
use-other-phone = Use another phone number

# What a verified address leads to.
no-account-title = There is no account yet
no-account-lead = Nobody has an account here with { $address }. Create one now? You do not need another code.
no-account-lead-uncoded = Nobody has an account here with { $address }. Create one now?
account-exists-title = You already have an account
account-exists-lead = { $address } belongs to an account. Sign in to it? You do not need another code.

# Registration.
register-title = Create your account
register-document-title = Create an account for { $name }
register-lead = to continue to { $name }
register-button = Create account
register-have-account = Already have an account?
missing-new-username = Choose a username.
missing-new-password = Choose a password.
username-rule = Letters a to z, digits and underscores. It cannot begin with a digit.

# Terms. The two names stand in the sentences before them, as what is agreed to.
agree-both = By creating an account you agree to the { $terms } and the { $privacy }.
agree-terms = By creating an account you agree to the { $terms }.
agree-privacy = By creating an account you agree to the { $privacy }.
tick-both = I agree to the { $terms } and the { $privacy }.
tick-terms = I agree to the { $terms }.
tick-privacy = I agree to the { $privacy }.
terms-of-use = terms of use
privacy-policy = privacy policy
missing-agreement = Tick the box to agree before you go on.

# Passwords.
new-password-title = Choose a password
reset-password-title = Choose a new password
label-new-password = New password
save-password = Save password
password-rule-length = { $min ->
    [one] At least one character.
   *[other] At least { $min } characters.
}
password-rule-types = At least { $min } characters, with { $types } of lower case, upper case, digits and symbols.
forgot-title = Reset your password
forgot-lead = We send you a code. With it you choose a new password.
password-changed = Your password is changed. Sign in with the new one.

# What an account still lacks.
username-title = Choose a username
email-title = Add your e-mail address
phone-title = Add your phone number
email-or-phone-title = Add an e-mail address or phone number
address-lead = We send a code to it to make sure that it is yours.
profile-title = A few more details
profile-lead = { $name } needs them to complete your account.
missing-field = Fill in this field.
field-wrong = This does not have the form that is asked for.
field-given-name = First name
field-middle-name = Middle name
field-family-name = Last name
field-address-formatted = Address
field-address-street = Street and number
field-address-locality = City
field-address-region = State or region
field-address-postal-code = Postal code
field-address-country = Country
