node sign-in.mjs
