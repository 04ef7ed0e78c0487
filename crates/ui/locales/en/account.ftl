# What is around the pages of the account center. $name is who is signed in.
account-title = Your account
account-skip = Skip to content
account-menu = Account of { $name }
account-other = Use another account
account-sign-out = Sign out
account-save = Save changes
account-cancel = Cancel
account-remove = Remove
account-none = Not set
account-profile = Profile
account-security = Security
account-off-title = There is no account center here
account-off-lead = Whoever runs this server has not opened it. What you see of your account is in the applications that you use.
account-closed-title = This cannot be changed here
account-closed-lead = Whoever runs this server has not opened this part of your account. Ask them to change it for you.

# Who somebody is.
account-profile-lead = Who you are, and how you are reached.
account-details = Personal details
account-picture = Picture
account-picture-choose = Choose a picture.
account-picture-upload = Upload picture
account-picture-hint = PNG, JPEG, GIF or WebP, at most { $size } MB.
account-picture-remove = Remove picture
account-picture-type = This is no picture that can be shown. Choose a PNG, JPEG, GIF or WebP file.
account-picture-large = This picture is too large. Choose one of at most { $size } MB.
account-picture-full = No more pictures can be kept just now. Try again tomorrow.
account-name = Name
account-username-hint = You can sign in with it. Letters a to z, digits and underscores.
account-nickname = Nickname
account-website = Website
account-birthdate = Date of birth
account-preferred-taken = Somebody else has this as their username. Choose another name.
account-language = Language
account-language-lead = In which language these pages speak to you.
account-language-browser = As your browser asks

# How somebody is reached. $address is where.
account-contact = Contact
account-contact-lead = Codes and messages about your account go there.
account-change-email = Change e-mail address
account-add-email = Add e-mail address
account-remove-email = Remove e-mail address
account-change-phone = Change phone number
account-add-phone = Add phone number
account-remove-phone = Remove phone number
account-new-email = New e-mail address
account-new-phone = New phone number
account-present = At present:
account-removed-address = You can no longer sign in with { $address } or get codes there.
account-needed = Every account here needs one, so that it can be changed but not removed.
account-last-method = It is the only way left to sign in. Add another one first.
account-username-often = You have taken several usernames just now. Try again tomorrow.

# Accounts elsewhere. $provider is where.
account-linked = Linked accounts
account-linked-lead = You can sign in with them.
account-not-linked = Not linked
account-single-sign-on = Single sign-on
account-link = Link
account-link-to = Link an account with { $provider }
account-unlink = Unlink
account-unlink-from = Unlink your account with { $provider }
account-unlinked-consequence = You can no longer sign in with { $provider }.
account-link-taken = This account with { $provider } is linked to somebody else's account here. Unlink it there first.
account-link-exists = An account with { $provider } is linked already. Unlink it first.
account-link-failed = Linking with { $provider } did not work. Nothing was changed; try again.

# How somebody signs in.
account-security-lead = How you sign in and prove that it is you.
account-password-set = Password is set
account-password-set-hint = Changing it signs you out everywhere.
account-password-unset = No password
account-password-unset-hint = With one you can sign in without a code.
account-set-password = Set password
account-change-password = Change password
account-change-password-lead = You are signed out everywhere, here too, and sign in with the new one.
account-password-changed = Password changed

# Proving once more who one is.
account-verify = Confirm that it is you
account-verify-lead = What follows changes how you sign in. You are asked at most once in ten minutes.
account-verify-email = Use a code by e-mail
account-verify-phone = Use a code by text message
account-verify-password = Use your password
account-verify-sign-in = Your account has neither a password nor an address for a code. Sign in once more to go on.
account-verify-factor = You were signed in without your second step. Sign in once more, with it, to go on.
account-sign-in-again = Sign in again
account-wrong-password = This password is not right.

# What was done.
account-done-saved = Your changes are saved.
account-done-picture = Your picture is changed.
account-done-picture-removed = Your picture is removed.
account-done-email = Your e-mail address is changed.
account-done-email-removed = Your e-mail address is removed.
account-done-phone = Your phone number is changed.
account-done-phone-removed = Your phone number is removed.
account-done-password = Your password is set.
account-done-linked = The account is linked.
account-done-unlinked = The account is no longer linked.
