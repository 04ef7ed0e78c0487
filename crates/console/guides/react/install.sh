npm install @logto/react@4
