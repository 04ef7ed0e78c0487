# What the provider refuses where no application can be told.
refused-application-title = This application cannot sign you in here
refused-application-lead = What it asked for does not fit what this server knows of it. Your account is not the reason. Go back to the application, and tell whoever runs it.
refused-ended-title = This sign-in is over
refused-ended-lead = It took too long, was finished before, or was begun in another browser. Go back to the application and sign in again.
refused-sign-out-title = Signing out did not work
refused-sign-out-lead = The request was not complete or is out of date, so you may still be signed in. Sign out in the application again.
