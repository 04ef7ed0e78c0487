# Second steps and passkeys. $name is what one is called, $when and $date are moments.
own-factors = Second steps
own-factors-lead = With one, nobody gets in who only knows your password.
own-passkeys = Passkeys
own-passkeys-lead = Sign in with your fingerprint, face, screen lock or security key.
own-no-passkeys = There is no passkey yet.
own-add-passkey = Add passkey
own-not-set-up = Not set up
own-set-up = Set up
own-set-up-named = Set up: { $name }
own-replace = Replace
own-replace-named = Replace: { $name }
own-codes-left = { $count ->
    [one] One code is left
   *[other] { $count } codes are left
}
own-codes-first = They stand in for another second step. Set one up first.
own-new-codes = Get new codes
own-new-codes-consequence = The codes that you have now are worth nothing any more.
own-remove-named = Remove { $name }
own-remove-question = Remove { $name }?
own-remove-consequence = You can no longer prove that it is you by it.
own-remove-last-consequence = It is your last second step. Backup codes go with it, and your password alone lets in whoever knows it.
own-rename = Rename
own-rename-named = Rename { $name }
own-label-name = Name
own-passkey-name-hint = So that you know it again, such as “Work laptop”.
own-missing-name = Enter a name.
own-bad-name = Use at most { $max } characters, and only ones that can be seen.
own-passkey-failed = The browser did not make a passkey. Try again, or use another device.
own-asked = Second step at sign-in
own-asked-on = You are asked for it each time.
own-asked-off = You are not asked for it.
own-ask-start = Ask each time
own-ask-stop = Do not ask
own-added = Added: { $date }
own-used = Last used: { $when }
own-done-factor = Your second step is set up.
own-done-passkey = Your passkey is added.
own-done-removed = It is removed.

# Where somebody is signed in. $name is a browser on a device.
own-sessions = Sessions and devices
own-sessions-lead = Where you are signed in. End what you do not know, then change your password.
own-session-here = This browser
own-device = { $browser } on { $system }
own-device-unknown = Unknown browser
own-last-active = Last active: { $when }
own-end = End
own-end-named = End the session: { $name }
own-end-question = End this session?
own-end-consequence = { $name } is signed out, with every application that was opened there.
own-end-others = End all other sessions
own-end-others-question = End all other sessions?
own-end-others-consequence = You are signed out everywhere but in this browser, with every application that was opened there.
own-done-ended = The session is ended.
own-done-ended-others = All other sessions are ended.

# What applications may do. $name is an application or an API.
own-applications = Connected applications
own-applications-lead = What you allowed them lasts until you take it back.
own-applications-none = No application may do anything for you.
own-allowed = Allowed: { $date }
own-permissions = Permissions for { $name }
own-revoke = Take back
own-revoke-named = Take back what { $name } may do
own-revoke-question = Take back what { $name } may do?
own-revoke-consequence = You are signed out of it, and it can do nothing for you until you allow it again.
own-done-revoked = It can no longer do anything for you.

# Tokens of one's own.
own-tokens = Personal access tokens
own-tokens-lead = For programs of yours that act for you. Keep them like passwords.
own-tokens-none = There is no token yet.
own-create-token = Create token
own-token-name-hint = What it is for, such as “Backup script”.
own-token-expiry = Ends
own-token-never = Never
own-token-days = { $count ->
    [one] In one day
   *[other] In { $count } days
}
own-token-title = Save this token now
own-token-shown = It is shown this once. When it is lost, create another one and delete this one.
own-token-saved = I have saved it
own-delete = Delete
own-delete-named = Delete { $name }
own-delete-question = Delete { $name }?
own-delete-token-consequence = Programs that use it can no longer act for you.
own-token-taken = You have a token of this name. Choose another one.
own-token-many = You have as many tokens as there can be. Delete one first.
own-ends = Ends: { $date }
own-ended = Ended
own-done-token-deleted = The token is deleted.

# Where somebody belongs. $name is an organization.
own-organizations = Organizations
own-organizations-lead = Where you belong, and what you are invited to.
own-organizations-none = You belong to no organization.
own-invitations = Invitations
own-invited-by = Invited by { $name }
own-accept = Accept
own-accept-named = Accept the invitation to { $name }
own-decline = Decline
own-decline-named = Decline the invitation to { $name }
own-leave = Leave
own-leave-named = Leave { $name }
own-leave-question = Leave { $name }?
own-leave-consequence = You lose your roles and access there at once. Only an invitation brings you back.
own-last-administrator = Nobody else could manage { $name }. Give somebody there the role for it first.
own-invitation-gone = This invitation is no longer there.
own-done-joined = You belong to the organization now.
own-done-declined = The invitation is declined.
own-done-left = You have left the organization.

# Taking everything along, and the end. $text is what is typed.
own-data = Your data
own-data-lead = Take along what is kept about you, or delete your account.
own-export = Download your data
own-export-lead = Everything that is kept about you in one JSON file, without passwords and other secrets.
own-export-often = You have downloaded it often just now. Try again in an hour.
own-delete-account = Delete account
own-delete-account-lead = It is gone at once and for good.
own-delete-account-question = Delete your account?
own-delete-everything = Your profile, sessions, second steps and tokens are deleted. Nobody can bring them back.
own-delete-memberships = You leave every organization that you belong to, and every application loses your account.
own-delete-type = Type { $text } to confirm
own-delete-mistyped = Type exactly: { $text }
own-deleted-title = Your account is deleted
own-deleted-lead = You are signed out everywhere. You can close this page.

# Moments.
own-now = just now
own-minutes = { $count ->
    [one] a minute ago
   *[other] { $count } minutes ago
}
own-hours = { $count ->
    [one] an hour ago
   *[other] { $count } hours ago
}
own-days = { $count ->
    [one] yesterday
   *[other] { $count } days ago
}
own-date = { $month ->
    [1] January { $day }, { $year }
    [2] February { $day }, { $year }
    [3] March { $day }, { $year }
    [4] April { $day }, { $year }
    [5] May { $day }, { $year }
    [6] June { $day }, { $year }
    [7] July { $day }, { $year }
    [8] August { $day }, { $year }
    [9] September { $day }, { $year }
    [10] October { $day }, { $year }
    [11] November { $day }, { $year }
   *[other] December { $day }, { $year }
}
