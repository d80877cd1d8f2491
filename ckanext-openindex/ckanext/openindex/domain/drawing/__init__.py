"""Small pictures as SVG, drawn without a browser: badges and charts."""
