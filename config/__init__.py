"""Deployment files of the portal: settings templates, Solr configset, gunicorn, WSGI entry point."""
