# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Trust this browser for { $days } day
   *[other] Trust this browser for { $days } days
}
trust-device-hint = You will not be asked for a second step here until then. Do not choose this on a shared computer.
scope-trusted-devices = See and end the trust in your browsers
