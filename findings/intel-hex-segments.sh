#!/bin/sh
# Five readers of Intel HEX find three memories in one file that has a segment record.
#
# Expected: after a segment record (type 02) byte i of a data record lies at SBA + (offset + i) mod 64K, so the offset wraps
# within the segment; after a linear record (type 04) it lies at LBA + offset + i (Intel, Hexadecimal Object File Format
# Specification, 1988, "Data Record"). 32-bit files may have both; the last one says which formula holds.
# Seen: only srec_cat wraps; the others go on beyond the segment without a warning. bincopy and objcopy add the segment's
# base to the linear one that it should replace; srec_cat, intelhex and hexrec replace it. Without type 02 all agree.
# intelhex 2.3.0, bincopy 20.1.1, hexrec 0.5.1 from PyPI; srecord 1.64, binutils 2.40 of Debian 12. Exits with 0 while so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq srecord=1.64-3 binutils=2.40-2 >/dev/null 2>&1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install intelhex==2.3.0 bincopy==20.1.1 hexrec==0.5.1
cd "$folder"
cat >memories.py <<'P'
import subprocess
from importlib.metadata import version
import bincopy
from hexrec import IhexFile
from intelhex import IntelHex

def parts(blocks):
    return ' '.join(f'{start + at:x}:{byte:x}' for start, data in sorted(blocks) for at, byte in enumerate(bytes(data)))

def by_command(*command):
    """The memory that a command writes as S-records."""
    subprocess.run([*command], check=True)
    blocks = []
    for line in open('out.srec'):
        if line[1] in '123':
            data = 6 + 2 * int(line[1])
            blocks.append((int(line[4:data], 16), bytes.fromhex(line[data:].strip()[:-2])))
    return parts(blocks)

def memories(name):
    book = IntelHex(name)
    return {
        'srec_cat': by_command('srec_cat', '-disable-sequence-warning', name, '-intel', '-o', 'out.srec', '-motorola'),
        'intelhex': parts((address, [book[address]]) for address in book.addresses()),
        'hexrec': parts(IhexFile.load(name).memory.to_blocks()),
        'bincopy': parts((part.address, part.data) for part in bincopy.BinFile(name).segments),
        'objcopy': by_command('objcopy', '-I', 'ihex', '-O', 'srec', name, 'out.srec'),
    }

print(*(f'{name} {version(name)}' for name in ('intelhex', 'hexrec', 'bincopy')))
FILES = {
    'linear 0x10000, offset 0xfffe': (':020000040001F9', ':04FFFE0001020304F5'),
    'segment 0x10000, offset 0xfffe': (':020000021000EC', ':04FFFE0001020304F5'),
    'linear 0x20000, then segment 0x10000': (':020000040002F8', ':020000021000EC', ':0100000007F8'),
}
seen = {}
for title, records in FILES.items():
    with open('in.hex', 'w') as file:
        file.write('\n'.join([*records, ':00000001FF', '']))
    seen[title] = memories('in.hex')
    print(title, *(f'  {tool:9}{memory}' for tool, memory in seen[title].items()), sep='\n')
linear, segment, both = seen.values()
straight = '1fffe:1 1ffff:2 20000:3 20001:4'
others = ('intelhex', 'hexrec', 'bincopy', 'objcopy')
raise SystemExit(not (
    set(linear.values()) == {straight}
    and segment == {'srec_cat': '10000:3 10001:4 1fffe:1 1ffff:2', **dict.fromkeys(others, straight)}
    and both == {'srec_cat': '10000:7', 'intelhex': '10000:7', 'hexrec': '10000:7', 'bincopy': '30000:7', 'objcopy': '30000:7'}
))
P
srec_cat --version | head -1
objcopy --version | head -1
venv/bin/python memories.py
