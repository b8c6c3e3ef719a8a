"""Two versions of an entry as one, whose words say what came and what went. Model in, model out: any writer prints it."""
