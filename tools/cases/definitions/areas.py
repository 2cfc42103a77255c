"""The definitions of all cases, one module per area of rules or family of cases."""

from collections.abc import Iterator

from answering import AnswerCase
from asking import ListingCase, SigningCase
from attesting import AttestationCase
from making import Case, case_files
from matching import MatchingCase
from receiving import ReceivingCase
from recognising import RecognitionCase
from sending import SendingCase
from viewing import ViewCase

from definitions import (
    agreed,
    ans,
    bodies,
    came_back,
    certificates,
    cnv,
    cnv_tables,
    cod,
    code_points,
    contents,
    dat,
    deflated,
    edges,
    far,
    first_fault,
    halves,
    heads,
    hos,
    idn,
    iss,
    letters,
    lif,
    mat,
    mat_halves,
    mat_near,
    mat_numbers,
    mat_reasons,
    mat_several,
    msme,
    msme_laws,
    needs,
    one_answer,
    one_message,
    one_reading,
    pictures,
    places,
    prd,
    prd_halves,
    prg,
    published_keys,
    rcg,
    rcg_days,
    rcg_halves,
    rcg_streams,
    rcv,
    reading,
    rec,
    set_halves,
    shr,
    siblings,
    sig,
    snd,
    spelling,
    sta,
    stl,
    stream_halves,
    sts,
    syn,
    tab,
    tab_rows,
    tier,
    tin,
    tru,
    ver,
    view_halves,
    weak_roots,
    xch,
)
from definitions import str as structure
from definitions.sts import StatusCase

AREAS = tuple(
    area.CASES
    for area in (
        *(
            cod,
            dat,
            hos,
            idn,
            lif,
            msme,
            msme_laws,
            rec,
            agreed,
            shr,
            structure,
            syn,
            tab,
            tab_rows,
            tier,
            tin,
            ver,
            xch,
        ),
        *(
            contents,
            certificates,
            deflated,
            letters,
            needs,
            pictures,
            published_keys,
            siblings,
            sig,
            sta,
            sts,
            tru,
            weak_roots,
        ),
        *(
            cnv,
            cnv_tables,
            code_points,
            edges,
            far,
            first_fault,
            halves,
            iss,
            one_answer,
            one_reading,
            places,
            prg,
            reading,
            stl,
        ),
        *(set_halves, spelling, view_halves),
        *(bodies, came_back, stream_halves, heads, one_message, rcv),
        *(
            ans,
            mat,
            mat_halves,
            mat_near,
            mat_numbers,
            mat_reasons,
            mat_several,
            prd,
            prd_halves,
            rcg,
            rcg_days,
            rcg_halves,
            rcg_streams,
            snd,
        ),
    )
)


def files_of(
    case: Case
    | AttestationCase
    | SigningCase
    | ListingCase
    | StatusCase
    | ReceivingCase
    | RecognitionCase
    | ViewCase
    | SendingCase
    | MatchingCase
    | AnswerCase,
) -> Iterator[tuple[str, bytes]]:
    """Yield the path, under conformance/cases, and the bytes of each file of a case."""
    return case_files(case) if isinstance(case, Case) else case.files()
