# Telling people from programs, agreeing to the terms, and passwords that others know.
captcha-missing = Complete the check that you are a person, then go on.
captcha-failed = The check that you are a person did not succeed. Try it once more.
captcha-needs-script = This page checks that you are a person, which needs JavaScript. Switch it on in your browser, then load the page again.
captcha-unreachable = The check that you are a person could not be loaded. See whether something in your browser blocks it, then load the page again.
error-captcha = This server first checks that you are a person. Start again from the sign-in page.
error-password-unchecked = We could not check whether this password is known from leaks. Try again in a moment.
password-pwned = This password is in lists that attackers try first. Choose another one.
terms-step-title = Before you go on
terms-step-lead = { $name } asks for your agreement.
