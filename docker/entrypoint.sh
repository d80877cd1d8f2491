#!/bin/sh
# Writes the settings file from the environment, then becomes one of the portal's processes:
# web | harvest-worker | gate-worker | job-worker | scheduler | init | any ckan command.
set -eu

python -m config.render > /dev/null

case "${1:-web}" in
  web)            exec gunicorn -c config/gunicorn.conf.py config.wsgi:application ;;
  harvest-worker) exec ckan jobs worker govopen:harvest ;;
  gate-worker)    exec ckan jobs worker masking:gate ;;
  job-worker)     exec ckan jobs worker priority openindex:compute openindex:observe default ;;
  scheduler)      exec ckan govopen scheduler ;;
  init)           ckan db upgrade && ckan search-index check ;;
  *)              exec ckan "$@" ;;
esac
