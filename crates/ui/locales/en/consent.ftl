# May this application have what it asks for? $name is the application.
consent-document-title = Allow { $name }
consent-title = { $name } asks for access
consent-lead = It will be able to do what is listed here until you or an administrator take it back.
signed-in-as = Signed in as
consent-account = Your account
consent-your-organizations = Your organizations
consent-organizations = Organizations it may work in
consent-organizations-hint = It sees only the organizations that you tick.
consent-allow = Allow
consent-deny = Deny
consent-return = You will return to { $host }. Allow only applications you trust.
consent-device = You are signing a device in. Allow only applications you trust.
consent-nothing-new = It asks for nothing new. What you allowed before stays allowed.
consent-nothing-open = What it asks for belongs to organizations that it may not work in. Allowing adds nothing. What you allowed before stays allowed.
consent-out-of-date = This form was out of date. Decide again.
consent-undecided = Choose whether to allow or to deny.
consent-left = You are no longer a member of an organization you chose. Choose again.
scope-openid = Recognize your account
scope-offline-access = Stay signed in while you are away
scope-profile = See your name, username and picture
scope-email = See your e-mail address
scope-phone = See your phone number
scope-address = See your postal address
scope-custom-data = See further data kept about you
scope-identities = See the accounts you have linked
scope-roles = See your roles
scope-organizations = See the organizations you belong to
scope-organization-roles = See your roles in organizations
scope-sessions = See and end your sessions

# The end of a session.
sign-out-title = Sign out?
sign-out-lead = You will be signed out of { $name } and of every application you opened with this account in this browser.
sign-out-stay = Stay signed in
sign-out-button = Sign out
signed-out-title = Signed out
signed-out-lead = You have successfully signed out.
taking-you-back = Taking you back to the application…

# Pages that only say something.
unknown-session-title = This sign-in is no longer under way
unknown-session-lead = It has expired, was finished in another tab, or this page was opened from a bookmark. Go back to the application and sign in from there.
not-found-title = There is no such page
not-found-lead = The address may be mistyped, or the page has moved.
failed-title = This did not work
failed-title-forbidden = This was not allowed
failed-title-server = Something went wrong on our side
failed-lead = Go back to the application and start again.
failed-lead-server = Your request was not completed. Try again; if it happens again, tell the people who run this server.
details = Details for the developer
details-status = Status
details-code = Code
details-description = Description
