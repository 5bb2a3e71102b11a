"""The countries demo customers come from, by region."""

from app.demo.country import Country
from app.demo.places import americas, asia, britain, central, east, middle, north, south, west

COUNTRIES: tuple[Country, ...] = (
    *central.COUNTRIES,
    *west.COUNTRIES,
    *britain.COUNTRIES,
    *north.COUNTRIES,
    *south.COUNTRIES,
    *east.COUNTRIES,
    *middle.COUNTRIES,
    *asia.COUNTRIES,
    *americas.COUNTRIES,
)
