npm install express@5 jose@5
