# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Trust this browser for { $days } day
   *[other] Trust this browser for { $days } days
}
trust-device-hint = You will not be asked for a second step here until then. Do not choose this on a shared computer.
scope-trusted-devices = See and end the trust in your browsers

# The browsers that somebody trusts, in the account center. $name is a browser on a device.
own-trusted = Trusted browsers
own-trusted-lead = You are not asked for your second step in them.
own-trusted-none = You trust no browser.
own-trusted-stop = Stop trusting
own-trusted-stop-named = Stop trusting: { $name }
own-trusted-question = Stop trusting this browser?
own-trusted-consequence = At the next sign-in with { $name } you are asked for your second step again. Sessions there go on.
own-done-untrusted = The browser is no longer trusted.
