"""Makes Python classes of message and service definitions with Debian's genpy.

    make_messages.py DEFINITIONS OUT    DEFINITIONS/PACKAGE/{msg,srv}/*  ->  OUT/PACKAGE/{msg,srv}/*.py

Packages that only the definitions' folder has are made; what they refer to may also be Debian's (/usr/share/PACKAGE/msg).
"""
import os
import subprocess
import sys

definitions, out = sys.argv[1:]
packages = sorted(os.listdir(definitions))
search = []
for root in ["/usr/share", definitions]:
    for package in sorted(os.listdir(root)):
        folder = os.path.join(root, package, "msg")
        if os.path.isdir(folder):
            search.append("-I%s:%s" % (package, folder))
for package in packages:
    for kind, tool in (("msg", "genmsg_py.py"), ("srv", "gensrv_py.py")):
        folder = os.path.join(definitions, package, kind)
        if not os.path.isdir(folder):
            continue
        target = os.path.join(out, package, kind)
        os.makedirs(target)
        files = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        command = ["/usr/bin/python3", "/usr/lib/genpy/" + tool]
        subprocess.check_call(command + ["-p", package, "-o", target] + search + files)
        subprocess.check_call(command + ["--initpy", "-p", package, "-o", target])
    open(os.path.join(out, package, "__init__.py"), "w").close()
