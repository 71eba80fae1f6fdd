import time, sys
t=time.time()
from assistant.retrieval.index import open_index
from assistant.retrieval.shelf import Where
from assistant.settings import Settings
from pathlib import Path
import tempfile
d=Path(tempfile.mkdtemp())
print('import',time.time()-t); t=time.time()
ix=open_index(Settings(state=d), lambda a,b,c: None)
print('open',time.time()-t); t=time.time()
ix.wait(); print('mend',time.time()-t, ix.status, ix._floor)
for q in ["怎么防电信诈骗","酒驾查处","群众安不安全","望澜市公安局2026年破案","出入境办证快不快","三公经费","看守所安全","反诈预警"]:
    t=time.time(); hs=ix.search(q,viewer="me",top=5); dt=time.time()-t
    print(q, f"{dt*1000:.1f}ms")
    for h in hs: print("   ",h.record.text,h.record.full_year,h.record.entry.department,h.record.entry.year,h.score,h.also,h.why)
ix.close()
t=time.time(); ix=open_index(Settings(state=d)); print('reopen',time.time()-t); ix.wait(); print('verify',time.time()-t); ix.close()
