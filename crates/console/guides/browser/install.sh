npm install @logto/browser@3
