node management.mjs
