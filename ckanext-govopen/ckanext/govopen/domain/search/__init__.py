"""Search in Chinese: queries, pinyin, synonyms, conditions, suggestions and snippets. Pure."""
