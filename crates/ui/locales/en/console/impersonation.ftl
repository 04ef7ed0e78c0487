# Speaking for a user, and what is recorded of users.
console-impersonate = Impersonate
console-impersonate-lead = A token with which an application speaks for { $name } once. It is recorded who asked for it and why.
console-impersonate-button = Create token
console-impersonate-suspended = Nobody can speak for this user
console-impersonate-suspended-lead = They are suspended. End the suspension on their profile first.
console-impersonate-none = No application exchanges tokens
console-impersonate-none-lead = The token is exchanged by one of your applications. Open the settings of one and turn on “Let it exchange tokens that stand for users” under “Token exchange”.
console-label-reason = Reason
console-reason-hint = A ticket or a sentence. It stays in the audit log, and scripts that add claims to tokens can read it.
console-reason-was = Reason: { $reason }
console-impersonate-reason-missing = Say why.
console-impersonate-reason-long = Say it in 500 characters or fewer.
console-impersonate-application-hint = The only one that can exchange the token.
console-label-resource = API resource
console-impersonate-no-resource = No API resource
console-impersonate-no-organization = No organization
console-impersonate-scopes-hint = Separated by spaces. Left empty, everything that the user may do there; without an organization or an API resource, openid, profile and email.
console-impersonate-choice-gone = This cannot be chosen any more. Load the page again.
console-impersonate-how = What you get
console-impersonate-elsewhere = The token and a command
console-impersonate-elsewhere-hint = You exchange it within ten minutes, where your application runs.
console-impersonate-here = An access token
console-impersonate-here-hint = The console exchanges the token as the application.
console-impersonate-done-title = Speaking for { $name }
console-impersonate-token-lead = { $minutes ->
    [one] It can be exchanged once, within one minute.
   *[other] It can be exchanged once, within { $minutes } minutes.
}
console-impersonate-access-lead = { $minutes ->
    [one] It is good for one minute. It names you as the one who acts.
   *[other] It is good for { $minutes } minutes. It names you as the one who acts.
}
console-label-subject-token = Subject token
console-label-access-token = Access token
console-impersonate-command = Exchange it
console-impersonate-no-secret = The console cannot exchange the token: there is no secret of the application that it may use. The token is not spent.
console-impersonate-refused = The exchange was refused ({ $said }). The token may still be good: try the command below.
console-impersonate-no-scopes = None
console-impersonate-recorded = Your name and the reason stand in the activity of the user and in the audit log.
console-user-activity-lead = What they did, what administrators did with their account, and what was done in their name.
console-no-user-activity-lead = What they do, and what administrators do with their account, appears here.
console-exchange = Token exchange
console-exchange-lead = For support and for services that act in somebody's name.
console-label-exchanges = Let it exchange tokens that stand for users
console-exchanges-hint = Such as those that “Impersonate” makes on the page of a user, and personal access tokens.
