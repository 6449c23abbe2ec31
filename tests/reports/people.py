"""A made-up day with long names, hard letters and much to say, for the paper to cope with."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

from nemt_desk.logs.rows import (
    LogAuthorization,
    LogCompanion,
    LogDriver,
    LogPlace,
    LogRide,
    TripLog,
)
from nemt_desk.runs.sheet_rows import (
    HomeRide,
    MapSource,
    RunSheet,
    SheetCar,
    SheetCard,
    SheetCompanion,
    SheetRider,
    SheetStep,
    SheetStop,
    StopAct,
)

DAY = date(2026, 11, 24)
PRINTED = datetime(2026, 11, 24, 6, 5, tzinfo=timezone(timedelta(hours=-6)))
SOURCE = MapSource("Valhalla", "3.9.1", "itasca.osm.pbf", "2026-10-01")
NAMES = (
    "Wičháša Waŋblí",
    "Nguyễn Thị Ánh",
    "O'Neal-Ruíz, María José",
    "<Tom> & Söhne",
    "Xyooj Nplooj Ntxhi",
    "Cabdiraxmaan Xuseen Faarax",
    "Waabishki-makwa ½ Bineshiinh",
    "Schroeder-Vandenberghe-Lindqvist, Annemarie Wilhelmina Josephine",
)
PLACES = (
    ("Home", "27614 County Road 63, Grand Rapids, MN 55744"),
    ("Grand Itasca Clinic & Hospital, Dialysis (door B)", "1601 Golf Course Road, Grand Rapids"),
    (
        "Home",
        "no house number: red gate, third driveway past the Bowstring Lake access, north side",
    ),
    ("Deer River Healthcare Center Essentia Outpatient Rehabilitation", "115 10th Ave NE"),
)
_ROADS = (
    "Turn left on County Road 63",
    "Keep on Minnesota Highway 38 (Edge of the Wilderness Scenic Byway)",
    "Turn right on Northeast 4th Street",
    "Go straight over the roundabout, second exit",
    "Turn left on US Highway 169 South",
    "Turn right on Golf Course Road; it is on the left",
)


def way(steps: int = 6) -> tuple[SheetStep, ...]:
    return tuple(
        SheetStep(_ROADS[number % len(_ROADS)], 300.0 + 2100.0 * number) for number in range(steps)
    )


def rider(name: str, act: StopAct, number: int) -> SheetRider:
    going = act is StopAct.PICK_UP
    full = number % 3 == 0
    return SheetRider(
        act=act,
        name=name,
        phone="2185550142",
        other_end=PLACES[1][0] if going else PLACES[0][0],
        assistance="door to door",
        needs=("walker", "oxygen, portable") if full else ("wheelchair, folds",),
        companions=(SheetCompanion("Tom Ruíz", "attendant"),) if full and going else (),
        service_animal="guide dog, Labrador" if full and going else "",
        driver_note="Knock loudly, hard of hearing. Bring the red folder." if full else "",
        appointment_at=time(10, 30) if going else None,
        appointment_where="Grand Itasca Dialysis" if going else "",
        return_text=("will call", "driver waits", "scheduled 2:30 p.m.")[number % 3]
        if going
        else "",
        home_ride=(
            (HomeRide(), HomeRide("Lind, Paul", "2185550177", time(14, 30)))[number % 2]
            if going
            else None
        ),
        loaded_m=45_700.0,
    )


def stop(seq: int, *riders: SheetRider, steps: int = 6) -> SheetStop:
    name, address = PLACES[(seq - 1) % len(PLACES)]
    minutes = 7 * 60 + 35 + 25 * seq
    return SheetStop(
        seq=seq,
        at=time(minutes // 60 % 24, minutes % 60),
        place_name=name,
        address=address,
        riders=riders,
        place_phone="2185550199" if seq % 2 == 0 else "",
        card=SheetCard((("Entrance", "Use the east door by the flag pole; dog is friendly."),))
        if seq % 3 == 0
        else SheetCard(),
        way=way(steps),
        way_m=19_800.0,
        way_min=22,
    )


def sheet(stops: int = 10, *, steps: int = 6, run_code: str = "R1124-07") -> RunSheet:
    made = []
    for seq in range(1, stops + 1):
        name = NAMES[((seq - 1) // 2) % len(NAMES)]
        act = StopAct.PICK_UP if seq % 2 else StopAct.DROP_OFF
        riders = [rider(name, act, seq)]
        if seq == 3:
            riders.append(rider(NAMES[-1], act, seq + 1))
        made.append(stop(seq, *riders, steps=steps))
    return RunSheet(
        agency_name="Itasca County Volunteer Drivers",
        agency_phone="2185550100",
        run_code=run_code,
        day=DAY,
        driver_name="Berg, Lars Håkon",
        driver_phone="2185550111",
        car=SheetCar("grey Toyota Sienna", "ABC 123", 4, has_lift=False),
        start_place="Home, 310 NW 5th Avenue, Grand Rapids",
        end_place="Home, 310 NW 5th Avenue, Grand Rapids",
        is_published=True,
        printed_at=PRINTED,
        source=SOURCE,
        stops=tuple(made),
        start_at=time(7, 30),
        end_at=time(16, 10),
        way_back=way(4),
        way_back_m=11_300.0,
        way_back_min=15,
    )


def log_ride(seq: int, *, full: bool = False) -> LogRide:
    here, there = LogPlace(*PLACES[2]), LogPlace(*PLACES[1])
    back = seq % 2 == 0
    return LogRide(
        seq=seq,
        origin=there if back else here,
        destination=here if back else there,
        direct_m=45_700.0,
        mode=2,
        mode_words="volunteer driver",
        assistance="door to door",
        purpose="covered service: dialysis",
        provider_name="Grand Itasca Dialysis",
        pickup_at=time(14, 30) if back else time(9, 35),
        dropoff_at=time(15, 20) if back else time(10, 20),
        appointment_at=None if back else time(10, 30),
        care_type="specialty",
        verification="explanation of benefits of 30 Nov 2026, A. Coordinator" if full else "",
        companions=(LogCompanion("Tom Ruíz", "attendant", "helps on the stairs"),) if full else (),
        authorizations=(LogAuthorization("over 60 miles", "AU-2026-0815"),) if full else (),
    )


def log(name: str = NAMES[0], *, rides: int = 2, full: bool = False) -> TripLog:
    return TripLog(
        agency_name="Itasca County Volunteer Drivers",
        agency_phone="2185550100",
        member_label="Recipient",
        member_name=name,
        mhcp_id="01234567",
        log_code="L1124-07-3",
        run_code="R1124-07",
        day=DAY,
        driver=LogDriver("Berg-Håkonsen", "Lars", "H"),
        car_words="grey Toyota Sienna",
        plate="ABC 123",
        provider_id_kind="UMPI",
        provider_id="A123456789",
        rides=tuple(log_ride(seq, full=full) for seq in range(1, rides + 1)),
        source=SOURCE,
        printed_at=PRINTED,
        entry_date=DAY if full else None,
        eligibility="MA fee for service, checked Fri 20 Nov 2026" if full else "",
    )


def draft() -> RunSheet:
    return replace(sheet(2), is_published=False)
