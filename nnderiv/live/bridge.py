import json
from nnderiv.proofread.derivation import read_derivation
def answer(request, send):
    r=json.loads(request)
    if r["do"]=="open": return "{}"
    if r["do"]=="derivation":
        d=read_derivation(r["latex"])
        return json.dumps({"html": d._repr_html_(), "summary": d.report.summary, "document":""})
    if r["do"]=="run":
        g={}; exec(r["source"],g); return json.dumps({"result":"ok","error":None,"verdict":None,"needs_notebook":None})
