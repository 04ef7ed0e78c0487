# Pages that only say something, for people who are signed in or were.
notice-again = Try again
notice-failed-lead = Go back and try again.
notice-suspended-title = Your account is suspended
notice-suspended-lead = It cannot be used until whoever runs this server opens it again.
notice-form-title = This form was out of date
notice-form-lead = Nothing was changed. Open the page again and fill it in once more.
notice-form-again = Open the page again
notice-signed-out-title = You are not signed in
notice-signed-out-lead = Signing in was not completed.
notice-cookies-lead = The browser did not keep the cookie of your sign-in. Allow cookies for this address, then try again.
