npm install @logto/vue@3
