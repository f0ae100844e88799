//! Structs that are tables of the format.

/// Declares a struct whose fields are the keys of a table; their docstrings say what the keys mean.
///
/// The shape of a value comes from its type, or stands behind `as` where the type does not tell. `=> required`, `=> header`,
/// `=> evidence` and `=> identity` mark a key. What stands behind a semicolon is no key.
macro_rules! table {
    (
        $(#[$attribute:meta])+
        pub struct $name:ident {
            $(
                $(#[doc = $about:literal])+
                $(#[serde($serde:ident)])?
                pub $key:ident: $type:ty $(as $shape:expr)? $(=> $($mark:ident $(($argument:expr))?)+)?,
            )+
            $(; $( $(#[$other_attribute:meta])+ pub $other:ident: $other_type:ty, )+ )?
        }
    ) => {
        $(#[$attribute])+
        pub struct $name {
            $(
                $(#[doc = $about])+
                $(#[serde($serde)])?
                pub $key: $type,
            )+
            $($( $(#[$other_attribute])+ pub $other: $other_type, )+)?
        }

        impl $name {
            /// The keys of its table, in the order of the format.
            pub const KEYS: &'static [$crate::model::Key] = &[$(
                $crate::model::Key::new(
                    stringify!($key),
                    concat!($($about),+).trim_ascii(),
                    $crate::model::shape::table!(@shape $type $(, $shape)?),
                )
                $($(.$mark($($argument)?))+)?,
            )+];
        }

        impl $crate::model::shape::Shaped for $name {
            const SHAPE: $crate::model::Shape = $crate::model::Shape::Table(Self::KEYS);
        }
    };
    (@shape $type:ty) => { <$type as $crate::model::shape::Shaped>::SHAPE };
    (@shape $type:ty, $shape:expr) => { $shape };
}

pub(crate) use table;
