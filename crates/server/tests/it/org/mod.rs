mod organizations;
